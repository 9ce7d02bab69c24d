"""Whether this kernel translates addresses by nftables: one batch of messages that is never committed.

Owns: its own socket and bytes: a batch is acknowledged otherwise than routing messages are. Must not: leave anything.
Source: linux/netfilter/nfnetlink.h, linux/netfilter/nf_tables.h, nft(8).
"""

from __future__ import annotations

import errno
import os
import socket
import struct
from collections.abc import Iterator

from .encoding import NLM_F_ACK, NLM_F_APPEND, NLM_F_CREATE, NLM_F_REQUEST, Request, attribute, be32, text
from .socket import NLMSG_ERROR, NetlinkError

NETLINK_NETFILTER = 12
NFNL_SUBSYS_NFTABLES, NFNL_MSG_BATCH_BEGIN, NFNL_MSG_BATCH_END = 10, 16, 17
NFPROTO_INET, NF_INET_PRE_ROUTING = 1, 0
NFT_MSG_NEWTABLE, NFT_MSG_NEWCHAIN, NFT_MSG_NEWRULE = 0, 3, 6
NFTA_TABLE_NAME = 1
NFTA_CHAIN_TABLE, NFTA_CHAIN_NAME, NFTA_CHAIN_HOOK, NFTA_CHAIN_TYPE = 1, 3, 4, 7
NFTA_HOOK_HOOKNUM, NFTA_HOOK_PRIORITY = 1, 2
NFTA_RULE_TABLE, NFTA_RULE_CHAIN, NFTA_RULE_EXPRESSIONS = 1, 2, 4
NFTA_LIST_ELEM, NFTA_EXPR_NAME, NFTA_EXPR_DATA = 1, 1, 2
EXPRESSIONS = ("numgen", "nat", "masq", "ct", "fib", "reject")
"""What forwarding of services is made of, beside what every nftables has."""
_NAME = "nwprobe"
_ANSWER_S = 5.0
_HEADER = struct.Struct("=IHHII")


def try_translation() -> None:
    """Ask for a chain that translates and for every expression. Raises NetlinkError, OSError for what is not there.

    Expressions come without their attributes: a kernel that knows one says that the message is invalid, one that does
    not says that there is no such thing. Either refusal undoes the whole batch.
    """
    requests = list(_requests())
    with socket.socket(socket.AF_NETLINK, socket.SOCK_RAW | socket.SOCK_CLOEXEC, NETLINK_NETFILTER) as netfilter:
        netfilter.settimeout(_ANSWER_S)
        netfilter.bind((0, 0))
        netfilter.send(_batch(requests))
        answers: dict[int, int] = {}
        while len(answers) < len(requests):
            answers.update(_answers(netfilter.recv(1 << 16)))
            if 0 in answers:
                raise OSError(answers[0], os.strerror(answers[0]), "a batch of nftables")
    for sequence, request in enumerate(requests, 1):
        if answers[sequence] not in (0, errno.EINVAL):
            raise NetlinkError(answers[sequence], request)


def _requests() -> Iterator[Request]:
    yield _request(NFT_MSG_NEWTABLE, text(NFTA_TABLE_NAME, _NAME), "add a table")
    hook = be32(NFTA_HOOK_HOOKNUM, NF_INET_PRE_ROUTING) + be32(NFTA_HOOK_PRIORITY, 0)
    chain = text(NFTA_CHAIN_TABLE, _NAME) + text(NFTA_CHAIN_NAME, _NAME) + text(NFTA_CHAIN_TYPE, "nat")
    yield _request(NFT_MSG_NEWCHAIN, chain + attribute(NFTA_CHAIN_HOOK, hook), "add a chain that translates")
    for name in EXPRESSIONS:
        expression = text(NFTA_EXPR_NAME, name) + attribute(NFTA_EXPR_DATA, b"")
        rule = text(NFTA_RULE_TABLE, _NAME) + text(NFTA_RULE_CHAIN, _NAME)
        rule += attribute(NFTA_RULE_EXPRESSIONS, attribute(NFTA_LIST_ELEM, expression))
        yield _request(NFT_MSG_NEWRULE, rule, f"use {name}")


def _request(kind: int, body: bytes, what: str) -> Request:
    flags = NLM_F_ACK | NLM_F_CREATE | (NLM_F_APPEND if kind == NFT_MSG_NEWRULE else 0)
    return Request(NFNL_SUBSYS_NFTABLES << 8 | kind, flags, struct.pack("=BBH", NFPROTO_INET, 0, 0) + body, what)


def _batch(requests: list[Request]) -> bytes:
    """Only the messages between begin (sequence number 0) and end ask for an answer."""
    frame = struct.pack(">BBH", socket.AF_UNSPEC, 0, NFNL_SUBSYS_NFTABLES)
    messages = [Request(NFNL_MSG_BATCH_BEGIN, 0, frame), *requests, Request(NFNL_MSG_BATCH_END, 0, frame)]
    return b"".join(
        _HEADER.pack(16 + len(message.body), message.kind, NLM_F_REQUEST | message.flags, sequence, 0) + message.body
        for sequence, message in enumerate(messages)
    )


def _answers(data: bytes) -> Iterator[tuple[int, int]]:
    """(sequence number, error number or 0) of every answer."""
    at = 0
    while at + 16 <= len(data):
        length, kind, _flags, sequence, _pid = _HEADER.unpack_from(data, at)
        if kind == NLMSG_ERROR:
            yield sequence, -struct.unpack_from("=i", data, at + 16)[0]
        at += (length + 3) & ~3
