#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Compares our decoder with tshark, field by field, over a folder of captures.

    compare.py DECODE_DUMP [FOLDER|FILE...]

The folder is WIRELAB_CAPTURES of the environment, else captures are made (make_captures.py).
Exit status: 0 the same, 1 something differs, 77 tshark is not there (skipped).
"""
import os
import shutil
import subprocess
import sys
import tempfile

NAMES = """
eth.dst eth.src eth.type eth.len vlan.priority vlan.dei vlan.id ieee8021ad.id
llc.dsap llc.ssap stp.protocol stp.version stp.type stp.flags stp.root.hw stp.root.cost
stp.bridge.hw stp.port
arp.hw.type arp.proto.type arp.hw.size arp.proto.size arp.opcode arp.src.hw_mac
arp.src.proto_ipv4 arp.dst.hw_mac arp.dst.proto_ipv4
ip.hdr_len ip.dsfield ip.dsfield.dscp ip.dsfield.ecn ip.len ip.id ip.flags
ip.frag_offset ip.ttl ip.proto ip.checksum ip.src ip.dst
ipv6.version ipv6.flow ipv6.plen ipv6.nxt ipv6.hlim ipv6.src ipv6.dst
ipv6.fraghdr.nxt ipv6.fraghdr.offset ipv6.fraghdr.more ipv6.fraghdr.ident
ipv6.routing.type ipv6.routing.segleft ah.spi ah.sequence
icmp.type icmp.code icmp.checksum icmp.ident icmp.seq icmp.redir_gw
icmpv6.type icmpv6.code icmpv6.checksum icmpv6.echo.sequence_number
icmpv6.nd.ns.target_address icmpv6.nd.na.target_address icmpv6.opt.type icmpv6.opt.linkaddr
icmpv6.opt.prefix icmpv6.mldr.nb_mcast_records
igmp.type igmp.checksum igmp.num_grp_recs
tcp.srcport tcp.dstport tcp.seq_raw tcp.ack_raw tcp.hdr_len tcp.flags tcp.flags.syn
tcp.flags.push tcp.flags.ece tcp.window_size_value tcp.checksum tcp.urgent_pointer
tcp.option_kind tcp.option_len tcp.options.mss_val tcp.options.wscale.shift
tcp.options.timestamp.tsval tcp.options.timestamp.tsecr tcp.options.sack_le
tcp.options.sack_re tcp.options.mptcp.subtype tcp.options.user_to_val
udp.srcport udp.dstport udp.length udp.checksum
dns.id dns.flags dns.count.queries dns.count.answers dns.qry.name dns.qry.type
dns.resp.type dns.resp.ttl dns.a dns.aaaa dns.cname dns.ns dns.mx.mail_exchange
http.request.method http.request.uri http.response.code http.host http.user_agent http.server
ip.checksum.status tcp.checksum.status udp.checksum.status icmp.checksum.status
icmpv6.checksum.status igmp.checksum.status
""".split()

# What both decode. Behind the first protocol that we leave as data, tshark may go on in a tunnel.
KNOWN = set("""eth ethertype ieee8021ad vlan llc stp arp ip ipv6 ipv6.hopopts ipv6.routing
ipv6.fraghdr ipv6.dstopts ah icmp icmpv6 igmp tcp udp dns mdns llmnr http""".split())

SETTINGS = """ip.defragment:FALSE ipv6.defragment:FALSE tcp.desegment_tcp_streams:FALSE
tcp.relative_sequence_numbers:FALSE ip.check_checksum:TRUE tcp.check_checksum:TRUE
udp.check_checksum:TRUE http.desegment_headers:FALSE http.desegment_body:FALSE
dns.desegment_dns_messages:FALSE""".split()


def tshark(path, names):
    command = ["tshark", "-n", "-r", path, "-T", "fields", "-E", "occurrence=a"]
    for setting in SETTINGS:
        command += ["-o", setting]
    for name in names:
        command += ["-e", name]
    done = subprocess.run(command, capture_output=True, text=True, errors="replace")
    return done.stdout.split("\n")[:-1]


def ours(dump, path, names):
    done = subprocess.run([dump, path] + names, capture_output=True, text=True, errors="replace")
    if done.returncode == 4:
        return None
    if done.returncode != 0:
        print(f"{path}: decode_dump ended with {done.returncode}: {done.stderr[:2000]}")
        sys.exit(1)
    return done.stdout.split("\n")[:-1]


def normal(text):
    """One spelling for numbers, truth values and hexadecimal of other widths."""
    out = []
    for part in text.split(","):
        part = {"True": "1", "False": "0"}.get(part.strip(), part.strip())
        try:
            part = str(int(part, 0))
        except ValueError:
            pass
        out.append(part)
    # Behind "end of options" tshark reads the rest as more ends.
    while len(out) > 1 and out[-1] == out[-2] == "0":
        out.pop()
    return out


def goes_on(protocols):
    """Whether something we know lies inside something we don't."""
    path = protocols.split(":")
    unknown = [i for i, name in enumerate(path) if name not in KNOWN]
    return bool(unknown) and any(name in KNOWN for name in path[unknown[0]:])


def agree(name, mine, theirs, cut, protocols):
    mine, theirs = normal(mine), normal(theirs)
    if mine == theirs:
        return True
    # tshark reads on in a header that is half there, stops in the TCP header that an ICMP error
    # quotes, and judges checksums in it; we do the opposite.
    if cut and (mine == [""] or theirs[:len(mine)] == mine):
        return True
    quoted = any(name in protocols.split(":") for name in ("icmp", "icmpv6"))
    if not quoted or not name.startswith(("tcp.", "udp.")):
        return False
    return theirs == [""] or name.endswith(".status")


def compare(dump, path, names):
    mine = ours(dump, path, names + ["flags"])
    if mine is None:
        return None
    theirs = tshark(path, names + ["_ws.malformed", "frame.len", "frame.cap_len", "frame.protocols"])
    differ = []
    for number, (a, b) in enumerate(zip(mine, theirs), 1):
        a, b = a.split("\t"), b.split("\t")
        cut = b[-2] != b[-3]
        odd = int(a[-1]) & 2 or b[-4] != "" or goes_on(b[-1])
        for i, name in enumerate(names):
            if not agree(name, a[i], b[i], cut, b[-1]):
                differ.append((number, name, a[i], b[i], odd, b[-1]))
    if abs(len(mine) - len(theirs)) > 0:
        differ.append((0, "frames", len(mine), len(theirs), False, ""))
    return differ


def captures(places):
    for place in places:
        if os.path.isfile(place):
            yield place
            continue
        for name in sorted(os.listdir(place)):
            if name.endswith((".pcap", ".cap")):
                yield os.path.join(place, name)


def judge(dump, places):
    count = wrong = 0
    for path in captures(places):
        differ = compare(dump, path, NAMES)
        if differ is None:
            continue
        count += 1
        # A frame that is broken or a tunnel may rightly be read to different depths.
        for number, name, a, b, odd, protocols in differ:
            if odd:
                continue
            wrong += 1
            print(f"{os.path.basename(path)}:{number}: {name}: {a!r}, tshark {b!r} ({protocols})")
    print(f"{count} captures, {wrong} differences")
    return 1 if wrong or count == 0 else 0


def main():
    if not shutil.which("tshark"):
        print("SKIP: tshark is not installed, nothing to compare with")
        return 77
    dump, places = sys.argv[1], sys.argv[2:]
    if not places and os.environ.get("WIRELAB_CAPTURES"):
        places = [os.environ["WIRELAB_CAPTURES"]]
    if places:
        return judge(dump, places)
    maker = os.path.join(os.path.dirname(os.path.abspath(__file__)), "make_captures.py")
    with tempfile.TemporaryDirectory() as folder:
        subprocess.run([sys.executable, maker, folder], check=True)
        return judge(dump, [folder])


if __name__ == "__main__":
    sys.exit(main())
