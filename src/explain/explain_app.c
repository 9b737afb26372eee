/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What is explained of fields of applications.
 */
#include "base/i18n.h"
#include "explain/explain_internal.h"

const struct explanation explain_app[] = {
        {"dns",
                N_("Turns names into addresses and back, by asking servers over UDP, or over TCP "
                   "if the answer is large. A resolver nearby asks the servers of the world and "
                   "keeps what it learned."),
                "RFC 1034, RFC 1035"},
        {"dns.id",
                N_("A number that the answer repeats, so that it is known to belong to this "
                   "question. It is chosen at random, against forged answers."),
                "RFC 1035 4.1.1, RFC 5452"},
        {"dns.flags",
                N_("Whether this is a question or an answer, what kind, and how it went. The "
                   "lowest four bits are the result."),
                "RFC 1035 4.1.1"},
        {"dns.flags.response",
                N_("0 is a question, 1 an answer. An answer repeats the question, so that one can "
                   "see what it is about."),
                "RFC 1035 4.1.1"},
        {"dns.flags.opcode",
                N_("What is wanted: 0 is a question, 4 a note that a zone changed, 5 an update. "
                   "Nearly all are 0."),
                "RFC 1035 4.1.1, RFC 2136"},
        {"dns.flags.authoritative",
                N_("The server that answers is responsible for the name: it did not take the "
                   "answer from its memory. Resolvers don't set it."),
                "RFC 1035 4.1.1"},
        {"dns.flags.truncated",
                N_("The answer did not fit into the datagram. The client should ask again over "
                   "TCP."),
                "RFC 1035 4.1.1, RFC 7766"},
        {"dns.flags.recdesired",
                N_("Please find the answer, and don't just say whom to ask next. Programs always "
                   "set it; resolvers that ask on their own don't."),
                "RFC 1035 4.1.1"},
        {"dns.flags.recavail",
                N_("This server would find answers for the client. A server that only knows its "
                   "own zones leaves it 0."),
                "RFC 1035 4.1.1"},
        {"dns.flags.authenticated",
                N_("The resolver has verified signatures of the whole answer (DNSSEC). It is worth "
                   "as much as the way from the resolver to you can be trusted."),
                "RFC 4035 3.2.3"},
        {"dns.flags.checkdisable",
                N_("Give me the answer even if its signatures are wrong. Whoever asks so wants to "
                   "verify by themselves."),
                "RFC 4035 3.2.2"},
        {"dns.flags.rcode",
                N_("How it went: 0 no error, 2 the server failed, 3 the name does not exist, 5 "
                   "refused. 0 with no answers means that the name exists, but has no record of "
                   "that type."),
                "RFC 1035 4.1.1, RFC 2308"},
        {"dns.qry.name", N_("The name that is asked for. Upper and lower case make no difference."),
                "RFC 1035 4.1.2"},
        {"dns.qry.type",
                N_("Which kind of record is wanted: A is an IPv4 address, AAAA one of IPv6, MX a "
                   "mail server. Programs usually ask for A and AAAA at once."),
                "RFC 1035 3.2.2"},
        {"dns.qry.class",
                N_("IN, the Internet, in practically every question. Multicast DNS uses its "
                   "highest bit as a flag."),
                "RFC 1035 3.2.4"},
        {"dns.qry.qu",
                N_("The one who asks wants the answer sent to it alone and not to everybody. It is "
                   "used at the start, when nothing is known yet."),
                "RFC 6762 5.4"},
        {"dns.resp.ttl",
                N_("For how many seconds the record may be kept. A resolver counts down, so a "
                   "value that is not round came out of its memory."),
                "RFC 1035 3.2.1"},
        {"dns.resp.cache_flush",
                N_("These are all records of that name and type: forget others. Only the owner of "
                   "a name sets it."),
                "RFC 6762 10.2"},
        {"dns.a",
                N_("An IPv4 address of the name. If there are several the program tries them in "
                   "some order."),
                "RFC 1035 3.4.1"},
        {"dns.aaaa",
                N_("An IPv6 address of the name. Programs try it first where the host has IPv6."),
                "RFC 3596, RFC 6724"},
        {"dns.cname",
                N_("The name is another word for this one, whose records are the answer. Resolvers "
                   "follow it, and answers hold the whole chain."),
                "RFC 1035 3.3.1"},
        {"dns.ns",
                N_("A server that is responsible for the zone. Its address is often sent along, "
                   "since else it would have to be looked up in the zone itself."),
                "RFC 1035 3.3.11"},
        {"dns.ptr.domain_name",
                N_("The name that belongs to an address, or a service of a kind. Nothing forces it "
                   "to agree with the records the other way."),
                "RFC 1035 3.3.12, RFC 6763"},
        {"dns.mx.mail_exchange",
                N_("A host that takes mail for the name. The lowest preference is tried first."),
                "RFC 1035 3.3.9, RFC 5321 5.1"},
        {"dns.soa.mname",
                N_("The zone's primary server. The record comes with \"no such name\" as well, and "
                   "its last number then says how long that may be kept."),
                "RFC 1035 3.3.13, RFC 2308"},
        {"dns.soa.serial_number",
                N_("Counts the zone's versions. Secondary servers fetch the zone when it has "
                   "grown."),
                "RFC 1035 3.3.13"},
        {"dns.txt",
                N_("Text that means something to a program: who may send mail for a name, a proof "
                   "of ownership. Each piece has at most 255 bytes."),
                "RFC 1035 3.3.14"},
        {"dns.srv.port",
                N_("The port of the service: the client need not know it. Priority and weight tell "
                   "which host to try."),
                "RFC 2782"},
        {"dns.rr.udp_payload_size",
                N_("How large an answer over UDP the sender takes; without this record it is 512 "
                   "bytes. 1232 avoids fragments."),
                "RFC 6891 6.2.3"},
        {"dns.opt.code",
                N_("An option of EDNS: 8 is the client's subnet, 10 a cookie, 15 why it failed. It "
                   "concerns this hop alone, from client to server."),
                "RFC 6891 6.1.2"},
        {"dns.opt.client.addr",
                N_("A part of the client's address that the resolver passes on, so that it gets a "
                   "server nearby. It tells the server more than it would else know."),
                "RFC 7871"},
        {"dns.opt.cookie.client",
                N_("A random value that the server must repeat. Whoever forges answers from "
                   "elsewhere can't know it."),
                "RFC 7873"},
        {"dns.opt.ext_error.info_code",
                N_("Why there is no proper answer, in more detail than the result: blocked, "
                   "filtered, signature expired. It is for people, programs go on as the result "
                   "says."),
                "RFC 8914"},
        {"dns.count.answers",
                N_("How many records answer the question. 0 without an error means that there are "
                   "none of that type."),
                "RFC 1035 4.1.1"},
        {"dns.rrsig.signature",
                N_("Proves that the records are the zone's, with a key that the zone above vouches "
                   "for. Old ones expire, and then names stop resolving at who verifies."),
                "RFC 4034 3"},
        {"mdns",
                N_("DNS by multicast on the link, without a server: each host answers for its own "
                   "names, which end in .local. Printers and the like are found by it."),
                "RFC 6762"},
        {"llmnr",
                N_("Windows' older way of asking the link for a name without a server. Anybody may "
                   "answer, so it is often switched off."),
                "RFC 4795"},
        {"nbns",
                N_("Names of NetBIOS: 15 letters and a byte that says what kind. Windows asked for "
                   "them by broadcast before it used DNS."),
                "RFC 1001, RFC 1002"},
        {"dhcp",
                N_("How a host gets its address and everything else on a network: discover, offer, "
                   "request, ACK. The address is leased and must be renewed at half its time."),
                "RFC 2131"},
        {"dhcp.option.dhcp",
                N_("Which step this is: 1 discover, 2 offer, 3 request, 5 ACK, 6 NAK, 7 release. A "
                   "client that has had an address before begins with request."),
                "RFC 2132 9.6"},
        {"dhcp.id",
                N_("Chosen by the client; answers repeat it. Answers may come by broadcast, and "
                   "others hear them too."),
                "RFC 2131 2"},
        {"dhcp.flags.bc",
                N_("The client can't take packets for an address it does not have yet and asks for "
                   "broadcasts. Most kernels don't need it."),
                "RFC 2131 4.1"},
        {"dhcp.ip.your",
                N_("The address that the server offers or gives. It is 0.0.0.0 in everything a "
                   "client sends."),
                "RFC 2131 2"},
        {"dhcp.ip.relay",
                N_("A router that passed the message on between the client's link and a server "
                   "elsewhere. The server chooses an address that fits its link."),
                "RFC 2131 4.1, RFC 1542"},
        {"dhcp.option.ip_address_lease_time",
                N_("For how many seconds the address may be used. The client renews at half of it, "
                   "and asks any server at seven eighths."),
                "RFC 2131 4.4.5"},
        {"dhcp.option.router",
                N_("The default route: where everything goes that is not on this link. Without it "
                   "only neighbours can be reached."),
                "RFC 2132 3.5"},
        {"dhcp.option.subnet_mask",
                N_("Which addresses are neighbours on this link. A wrong one makes the host ask by "
                   "ARP for hosts that are far away, or send to the router what is near."),
                "RFC 2132 3.3"},
        {"dhcp.option.domain_name_server",
                N_("The resolvers to ask, in order. The second one is asked only when the first "
                   "does not answer."),
                "RFC 2132 3.8"},
        {"dhcp.option.requested_ip_address",
                N_("The address that the client would like: the one it had, or the one that was "
                   "offered. The server answers NAK if it can't be."),
                "RFC 2132 9.1"},
        {"dhcp.option.dhcp_server_id",
                N_("Which server is meant. With it in a request the client chooses one offer and "
                   "refuses the others."),
                "RFC 2132 9.7"},
        {"dhcpv6",
                N_("DHCP for IPv6, with messages and options of its own. Addresses may also come "
                   "without it, from router advertisements, and the default route always does."),
                "RFC 8415"},
        {"dhcpv6.msgtype",
                N_("Which step this is: 1 solicit, 2 advertise, 3 request, 7 reply. With rapid "
                   "commit a reply follows the solicit at once."),
                "RFC 8415 7.3"},
        {"ntp",
                N_("Sets clocks by exchanging four times with a server. Half of the round trip is "
                   "taken as the way each took, so unequal ways are an error that can't be seen."),
                "RFC 5905"},
        {"ntp.stratum",
                N_("How far the server is from a clock: 1 has one, 2 asks a 1. 0 means that the "
                   "answer is a word in the reference, such as RATE: ask less often."),
                "RFC 5905 7.3"},
        {"ntp.flags.li",
                N_("Warns of a leap second at the month's end; 3 says that the clock is not set. "
                   "Such a server must not be believed."),
                "RFC 5905 7.3"},
        {"ntp.flags.mode",
                N_("3 is a client's question, 4 a server's answer. 6 and 7 are for administration, "
                   "and should not be open to strangers."),
                "RFC 5905 7.3"},
        {"ntp.org",
                N_("When the client sent its question, by its own clock; the server repeats it. It "
                   "also proves that the answer is to this question."),
                "RFC 5905 8"},
        {"tftp",
                N_("Sends files in blocks over UDP, each acknowledged before the next. It has no "
                   "passwords; machines boot by it."),
                "RFC 1350"},
        {"tftp.block", N_("Counts the blocks from 1. A block shorter than the others is the last."),
                "RFC 1350 2"},
        {"http.request.method",
                N_("What is to be done: GET fetches, POST hands something over, HEAD fetches the "
                   "header fields alone. GET and HEAD should change nothing, so they may be "
                   "repeated."),
                "RFC 9110 9"},
        {"http.request.uri",
                N_("What is meant on that server; the server's name is in the field Host. Proxies "
                   "get the whole address."),
                "RFC 9112 3.2"},
        {"http.response.code",
                N_("How it went: 2xx worked, 3xx look elsewhere, 4xx the request is wrong, 5xx the "
                   "server failed. Only the number counts, the words behind it don't."),
                "RFC 9110 15"},
        {"http.host",
                N_("The name that the client asked for. One address serves many names, and tells "
                   "them apart by this."),
                "RFC 9110 7.2"},
        {"http.connection",
                N_("\"close\": the connection ends after this message. In HTTP/1.1 it otherwise "
                   "stays open for the next request, in 1.0 it must say keep-alive."),
                "RFC 9112 9.3"},
        {"http.content_length_header",
                N_("How many bytes the body has. Without it, and without chunks, a response ends "
                   "when the connection does."),
                "RFC 9112 6.2"},
        {"http.transfer_encoding",
                N_("\"chunked\": the body comes in pieces, each with its size in front, and a size "
                   "of 0 ends it. The sender need not know the whole length beforehand."),
                "RFC 9112 7.1"},
        {"http.chunk_size",
                N_("How many bytes the next piece of the body has, in hexadecimal. 0 is the end."),
                "RFC 9112 7.1"},
        {"http.cookie",
                N_("What the server asked the client to repeat with each request. It is how a "
                   "server knows a client again, since HTTP itself remembers nothing."),
                "RFC 6265"},
        {"http.upgrade",
                N_("The client would like to go on in another protocol on this connection. If the "
                   "server says 101, what follows is no HTTP any more."),
                "RFC 9110 7.8"},
        {"http.sec_websocket_key",
                N_("A random value whose hash the server must return. It shows that the server "
                   "knows WebSocket, and is no protection of secrets."),
                "RFC 6455 1.3"},
        {"http2",
                N_("HTTP in binary frames, many requests at once on one connection. Browsers use "
                   "it only within TLS, where ALPN chooses it."),
                "RFC 9113"},
        {"http2.streamid",
                N_("Which request this frame belongs to: odd ones are the client's. 0 is the "
                   "connection itself."),
                "RFC 9113 5.1.1"},
        {"http2.type",
                N_("What the frame holds: HEADERS begin a message, DATA are its body, SETTINGS are "
                   "said by both at the start. WINDOW_UPDATE lets the other side send more."),
                "RFC 9113 6"},
        {"websocket.opcode",
                N_("Text, binary, or control: close, ping, pong. 0 goes on with the message "
                   "before."),
                "RFC 6455 5.2"},
        {"websocket.mask",
                N_("The payload is mixed with a key, as everything is that a client sends. It "
                   "keeps old proxies from taking it for HTTP, and hides nothing."),
                "RFC 6455 5.3"},
        {"websocket.fin",
                N_("This frame is the last piece of its message. Long messages may come in "
                   "several."),
                "RFC 6455 5.4"},
        {"smtp.req.command",
                N_("What the client wants: EHLO greets, MAIL and RCPT say from whom and to whom, "
                   "DATA begins the mail. The addresses here, not those in the mail, decide where "
                   "it goes."),
                "RFC 5321 4.1"},
        {"smtp.response.code",
                N_("How it went: 2xx done, 3xx go on, 4xx try later, 5xx no. 4xx is why mail may "
                   "come hours late."),
                "RFC 5321 4.2"},
        {"ftp.request.command",
                N_("What the client wants, on the control connection. Files travel over another "
                   "connection, which PORT or PASV arranges."),
                "RFC 959 4.1"},
        {"ftp.passive.port",
                N_("Where the server waits for the data connection: the last two numbers of its "
                   "answer, the first times 256. A firewall that does not read along will block "
                   "it."),
                "RFC 959 4.1.2"},
        {"ftp.active.port",
                N_("Where the client waits for the server to call back. Behind address translation "
                   "this fails, so clients use PASV or EPSV."),
                "RFC 959 4.1.2"},
        {"pop",
                N_("Fetches mail from a server to one client. Without TLS the password can be "
                   "read."),
                "RFC 1939"},
        {"imap",
                N_("Reads mail that stays on the server. Each command has a tag, and its answer "
                   "repeats it, so several may be under way."),
                "RFC 9051"},
        {"telnet.cmd",
                N_("A command in the midst of text, behind a byte 255. WILL and DO offer and ask "
                   "for an option, WON'T and DON'T refuse it."),
                "RFC 854, RFC 855"},
        {"ssh.protocol",
                N_("The first line of both sides: version and program. It is the last thing that "
                   "everybody can read but the key exchange."),
                "RFC 4253 4.2"},
        {"ssh.kex_algorithms",
                N_("How keys may be agreed on, in order of preference. The first of the client's "
                   "that the server knows is taken."),
                "RFC 4253 7.1"},
        {"tls.record.content_type",
                N_("What the record holds: 22 handshake, 23 data, 21 an alert. In TLS 1.3 all that "
                   "is encrypted says 23, whatever it is."),
                "RFC 8446 5.1"},
        {"tls.record.version",
                N_("An old version number that means nothing any more: 0x0301 or 0x0303. Boxes in "
                   "between rejected anything else."),
                "RFC 8446 5.1"},
        {"tls.handshake.type",
                N_("1 ClientHello, 2 ServerHello, 11 certificate, 20 finished. In TLS 1.3 "
                   "everything behind ServerHello is encrypted."),
                "RFC 8446 4"},
        {"tls.handshake.version",
                N_("1.2 at most in the hello, even for 1.3. The true one is in the extension "
                   "supported_versions."),
                "RFC 8446 4.1.2"},
        {"tls.handshake.extensions_server_name",
                N_("The name of the server that the client wants, readable by all on the way. A "
                   "server with many names chooses its certificate by it."),
                "RFC 6066 3"},
        {"tls.handshake.extensions_alpn_str",
                N_("Which protocol shall be spoken within TLS: h2 is HTTP/2, http/1.1 the older "
                   "one. The server chooses one, without another round trip."),
                "RFC 7301"},
        {"tls.handshake.extensions.supported_version",
                N_("The versions that the client speaks; the server answers with one. It replaces "
                   "the number in the hello."),
                "RFC 8446 4.2.1"},
        {"tls.handshake.ciphersuite",
                N_("How data are to be encrypted; the client offers several, the server chooses. "
                   "Those that begin with ECDHE, and all of TLS 1.3, keep old recordings safe if "
                   "the key is stolen later."),
                "RFC 8446 B.4, RFC 5246 A.5"},
        {"tls.handshake.extensions_supported_group",
                N_("The groups in which keys may be agreed on, such as x25519. If the client "
                   "guessed wrong the server asks for another ClientHello."),
                "RFC 8446 4.2.7"},
        {"tls.handshake.random",
                N_("Random bytes that make each handshake another. One special value in a "
                   "ServerHello means: try again with another key share."),
                "RFC 8446 4.1.3"},
        {"tls.alert_message.desc",
                N_("What went wrong, or 0: I close. unknown_ca and certificate_expired say that "
                   "the certificate was not believed."),
                "RFC 8446 6"},
        {"tls.change_cipher_spec",
                N_("In TLS 1.2: from here on everything is encrypted. In 1.3 it is there only to "
                   "look familiar to boxes in between."),
                "RFC 5246 7.1, RFC 8446 5"},
        {"tls.app_data",
                N_("Encrypted bytes: only their number and their times can be seen. Who has the "
                   "keys (SSLKEYLOGFILE) can have Wireshark show them."),
                "RFC 8446 5.2"},
        {"quic",
                N_("A transport over UDP with TLS inside, for HTTP/3. Nearly everything is "
                   "encrypted, also what TCP shows openly."),
                "RFC 9000"},
        {"quic.version",
                N_("1 is RFC 9000; 0 is a server's list of those that it speaks. Values such as "
                   "0x0a0a0a0a only test that others are refused properly."),
                "RFC 9000 15"},
        {"quic.dcid",
                N_("Names the connection for who receives this. It lets a connection survive a "
                   "change of address, as from WLAN to mobile network."),
                "RFC 9000 5.1"},
        {"quic.long.packet_type",
                N_("Initial begins, Handshake goes on, 0-RTT are early data, Retry makes the "
                   "client prove its address. Later packets have a short header, which tells "
                   "hardly anything."),
                "RFC 9000 17.2"},
        {"socks.command",
                N_("What the proxy shall do: connect, wait for a connection, or relay datagrams. "
                   "It does so in the client's place."),
                "RFC 1928 4"},
        {"socks.remote_name",
                N_("The name of the server that is wanted: the proxy looks it up. So the client "
                   "needs no DNS, and nobody near it sees the name."),
                "RFC 1928 5"},
        {"mqtt.msgtype",
                N_("What the packet is: CONNECT, PUBLISH, SUBSCRIBE and their answers. Everything "
                   "goes through a broker; publishers and subscribers don't know each other."),
                "MQTT 3.1.1 2.2.1"},
        {"mqtt.topic",
                N_("What a message is about, in levels apart by slashes. Subscribers may use + for "
                   "one level and a final # for all below."),
                "MQTT 3.1.1 4.7"},
        {"mqtt.qos",
                N_("0 at most once, 1 at least once, 2 exactly once. Higher ones cost more "
                   "packets, and count between one client and the broker only."),
                "MQTT 3.1.1 4.3"},
        {"mqtt.retain",
                N_("The broker keeps this message for those who subscribe later. An empty one "
                   "deletes it."),
                "MQTT 3.1.1 3.3.1.3"},
        {"mqtt.kalive",
                N_("The client promises to send something at least so often, in seconds. After one "
                   "and a half times of silence the broker closes the connection and publishes its "
                   "will."),
                "MQTT 3.1.1 3.1.2.10"},
        {"mqtt.clientid",
                N_("The client's name at the broker. When another one connects with the same, the "
                   "first is thrown out."),
                "MQTT 3.1.1 3.1.3.1"},
        {"resp.array.length",
                N_("How many values follow; a command is an array of texts. Clients may send many "
                   "commands without waiting for answers."),
                "redis.io: RESP"},
        {"sip.Method",
                N_("What is asked of the other end: INVITE calls, ACK confirms, BYE hangs up, "
                   "REGISTER says where one is. Sound itself goes by RTP, past SIP."),
                "RFC 3261"},
        {"sip.Call-ID",
                N_("Names the call: all messages of it have the same. It is what to filter by when "
                   "following one."),
                "RFC 3261 8.1.1.4"},
        {"stun.type",
                N_("How a program behind a router that translates addresses asks what it looks "
                   "like from outside: Binding tells the address. Where both ends of a call are "
                   "behind such routers, Allocate wants a relay."),
                "RFC 8489, RFC 8656"},
        {"syslog.msg",
                N_("What a program wants to be written down. Over UDP it may be lost without "
                   "anybody noticing."),
                "RFC 5424, RFC 5426"},
        {"snmp.community",
                N_("A password that everybody on the way can read; \"public\" reads on many "
                   "devices. Version 3 has real protection."),
                "RFC 1157"},
        {"ssdp",
                N_("How devices of UPnP find each other on the link, by multicast of HTTP's kind. "
                   "Routers that answer it from outside are misused to flood others."),
                "UPnP Device Architecture 1"},
        {NULL, NULL, NULL},
};
