"""What manifests choose where nobody else does: releases, images, sizes.

Owns: the values. Must not: anything else.
"""

from __future__ import annotations

KUBERNETES = "1.35"
"""Release of kubeadm on nodes of nested clusters: the last that takes containerd 1.7, which the image brings."""
CALICO_RELEASE = "v3.32.2"
"""Release that the README installs in nested clusters."""
NODE_IMAGE = "quay.io/containerdisks/ubuntu:24.04"
LOGIN = "ubuntu"
"""User of that image who may become root."""
POD_IMAGE = "registry.k8s.io/e2e-test-images/agnhost:2.53"
"""Answers with its name on the ports it is told."""
SSH_KEY = "netwright-ssh"
"""Secret with the public key of who sets nodes up; made by hand, since the key is nobody else's."""
