package dev.posthouse.net;

import java.net.InetAddress;

/// A range of addresses, such as `10.0.0.0/8`. SKELETON: being written.
public record Cidr(InetAddress network, int bits) {}
