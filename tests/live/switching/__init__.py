"""Links and services below routing: bonds, spanning trees, DHCP."""
