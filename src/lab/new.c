/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The first files of a new lab.
 */
#include "lab/new.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/alloc.h"
#include "base/buf.h"
#include "base/err.h"
#include "base/file.h"
#include "base/i18n.h"
#include "base/paths.h"
#include "lab/values.h"

static const char yaml_after_name[] =
        "title: {en: The first segment, zh: 第一个报文段}\n"
        "about: {en: Hold a SYN and look at it., zh: 扣住一个 SYN，看看它。}\n"
        "chapter: B\n"
        "minutes: 5\n"
        "level: 1\n"
        "\n"
        "network:\n"
        "  hosts:\n"
        "    - {name: client}\n"
        "    - {name: server}\n"
        "  links:\n"
        "    - {between: [client, server], mode: hold, gate: tcp}\n"
        "\n"
        "programs:\n"
        "  - {name: server, host: server, run: nc -l -p 8888}\n"
        "  - {name: client, host: client, run: nc server 8888}\n"
        "\n"
        "checks:\n"
        "  listens:\n"
        "    says: {en: the server listens on port 8888, zh: 服务器在端口 8888 上监听}\n"
        "    socket: {host: server, state: LISTEN, port: 8888}\n"
        "  syn-held:\n"
        "    says: {en: the client's SYN waits on the wire, zh: 客户端的 SYN 停在线路上}\n"
        "    frame: {from: client, filter: syn, fate: held}\n"
        "  data-held:\n"
        "    says: {en: a segment with data waits on the wire, zh: 一个带数据的报文段停在线路上}\n"
        "    frame: {from: client, filter: data, fate: held}\n"
        "\n"
        "steps:\n"
        "  - id: listen\n"
        "    title: {en: A server that waits, zh: 等待中的服务器}\n"
        "    until: [listens]\n"
        "    solution:\n"
        "      - start server\n"
        "  - id: syn\n"
        "    title: {en: The client calls, zh: 客户端发起连接}\n"
        "    predict: [syn-held, data-held]\n"
        "    until: [syn-held]\n"
        "    solution:\n"
        "      - start client\n"
        "    task: true\n";

static const char lesson_en[] =
        "# The first segment\n\n"
        "Two hosts and a wire between them. The wire holds every TCP segment until you let it "
        "go.\n\n"
        "## A server that waits\n\n"
        "Start the server.\n\n"
        "### Hints\n"
        "1. A server must wait before anybody can call it.\n"
        "2. Look at the pane called *server*.\n"
        "3. `:start server`\n\n"
        "### Why\n"
        "Its socket is in the state LISTEN: the kernel answers calls to port 8888 from now on.\n\n"
        "## The client calls\n\n"
        "What is in the first segment that the client sends?\n\n"
        "- [x] Only a question: SYN, no data\n"
        "- [ ] The first bytes of its message\n\n"
        "### Hints\n"
        "1. Only the client can make the first move.\n"
        "2. Look at the pane called *client*.\n"
        "3. `:start client`\n\n"
        "### Why\n"
        "A connection is agreed on before anything is said.\n";

static const char lesson_zh[] =
        "# 第一个报文段\n\n"
        "两台主机，中间一条线路。线路会扣住每一个 TCP 报文段，直到你放行。\n\n"
        "## 等待中的服务器\n\n"
        "启动服务器。\n\n"
        "### 提示\n"
        "1. 先要有人等着，别人才能呼叫它。\n"
        "2. 看看名为 *server* 的窗格。\n"
        "3. `:start server`\n\n"
        "### 为什么\n"
        "它的套接字处于 LISTEN 状态：从现在起，内核会回应发往端口 8888 的呼叫。\n\n"
        "## 客户端发起连接\n\n"
        "客户端发出的第一个报文段里有什么？\n\n"
        "- [x] 只有一个请求：SYN，没有数据\n"
        "- [ ] 消息的头几个字节\n\n"
        "### 提示\n"
        "1. 只有客户端能迈出第一步。\n"
        "2. 看看名为 *client* 的窗格。\n"
        "3. `:start client`\n\n"
        "### 为什么\n"
        "双方先约定好连接，然后才开始说话。\n";

static bool write_text(const char *dir, const char *name, const char *text, struct err *e)
{
	char *_cleanup_free_ path = xasprintf("%s/%s", dir, name);
	return file_write(path, text, strlen(text), 0644, e);
}

bool lab_new(const char *dir, struct err *e)
{
	char *_cleanup_free_ bare = xstrdup(dir);
	for (size_t len = strlen(bare); len > 1 && bare[len - 1] == '/'; len--)
		bare[len - 1] = '\0';
	const char *slash = strrchr(bare, '/');
	const char *name = slash ? slash + 1 : bare;
	if (!value_name(name))
		return err_set(e, ERR_USAGE,
		        _("expected a folder named as a lab (letters, digits, `-`; at most 31), "
		          "found \"%s\""),
		        name);
	char *_cleanup_free_ yaml = xasprintf("%s/lab.yaml", bare);
	if (access(yaml, F_OK) == 0)
		return err_set(e, ERR_USAGE, _("%s holds a lab already"), bare);
	if (!paths_make_dir(bare, e))
		return false;
	struct buf text = {0};
	buf_printf(&text, "name: %s\n%s", name, yaml_after_name);
	bool good = write_text(bare, "lab.yaml", buf_text(&text), e) &&
	            write_text(bare, "lesson.md", lesson_en, e) &&
	            write_text(bare, "lesson.zh.md", lesson_zh, e);
	buf_finish(&text);
	return good;
}
