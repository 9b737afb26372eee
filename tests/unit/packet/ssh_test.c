/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * SSH before it is encrypted.
 */
#include "tests/unit/packet/app_cases.h"

static const struct app_case versions_and_key_exchange_cases[] = {
        {TCP_CASE, 22, 42050, BYTES("SSH-2.0-OpenSSH_9.2p1 Debian\r\n"), LAYER_SSH, false,
                "SSH-2.0-OpenSSH_9.2p1 Debian",
                {{"ssh.protocol", "SSH-2.0-OpenSSH_9.2p1 Debian", NULL}}},
        {TCP_CASE, 2222, 42050, BYTES("SSH-2.0-OpenSSH_9.2p1 Debian\r\n"), LAYER_SSH, true,
                "SSH-2.0-OpenSSH_9.2p1 Debian", {{NULL, NULL, NULL}}},
        {TCP_CASE, 43030, 22,
                BYTES("\x00\x00\x00\x9c\x0b\x14\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00"
                      "\x00\x00\x00\x00\x00\x00\x11"
                      "curve25519-sha256\x00\x00\x00\x0bssh-ed25519\x00\x00\x00\naes128-"
                      "ctr\x00\x00\x00\naes128-ctr\x00\x00\x00\rhmac-sha2-256\x00\x00\x00\rhmac-"
                      "sha2-"
                      "256\x00\x00\x00\x04none\x00\x00\x00\x04none\x00\x00\x00\x00\x00\x00\x00\x00"
                      "\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00"),
                LAYER_SSH, false, "SSH key exchange begins",
                {{"ssh.message_code", "20", "key exchange begins"},
                        {"ssh.kex_algorithms", "curve25519-sha256", NULL},
                        {"ssh.encryption_algorithms_client_to_server", "aes128-ctr", NULL}}},
        {TCP_CASE, 43030, 2222,
                BYTES("\x00\x00\x00\x9c\x0b\x14\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00"
                      "\x00\x00\x00\x00\x00\x00\x11"
                      "curve25519-sha256\x00\x00\x00\x0bssh-ed25519\x00\x00\x00\naes128-"
                      "ctr\x00\x00\x00\naes128-ctr\x00\x00\x00\rhmac-sha2-256\x00\x00\x00\rhmac-"
                      "sha2-"
                      "256\x00\x00\x00\x04none\x00\x00\x00\x04none\x00\x00\x00\x00\x00\x00\x00\x00"
                      "\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00"),
                LAYER_PAYLOAD, false, NULL, {{NULL, NULL, NULL}}},
        {TCP_CASE, 43030, 22,
                BYTES("defghijklmnopqrstuvwxyz{|}~"
                      "\x7f\x80\x81\x82\x83\x84\x85\x86\x87\x88\x89\x8a\x8b\x8c\x8d\x8e\x8f\x90\x91"
                      "\x92\x93\x94\x95\x96\x97\x98\x99\x9a\x9b\x9c\x9d\x9e\x9f\xa0\xa1\xa2\xa3\xa4"
                      "\xa5\xa6\xa7\xa8\xa9\xaa\xab\xac\xad\xae\xaf\xb0\xb1\xb2\xb3\xb4\xb5\xb6\xb7"
                      "\xb8\xb9\xba\xbb\xbc\xbd\xbe\xbf\xc0\xc1\xc2\xc3\xc4\xc5\xc6\xc7"),
                LAYER_PAYLOAD, false, NULL, {{NULL, NULL, NULL}}},
        {TCP_CASE, 43030, 22, BYTES("SSH-3.0-x\r\n"), LAYER_PAYLOAD, false, NULL,
                {{NULL, NULL, NULL}}},
};

static void versions_and_key_exchange(void **state)
{
	(void)state;
	APP_CHECK(versions_and_key_exchange_cases);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	        cmocka_unit_test(versions_and_key_exchange),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
