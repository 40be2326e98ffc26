package io.pinisi.cluster.network.dns;

/** One record of an answer; names are fully qualified without the last dot. */
public sealed interface DnsRecord {
    String name();

    record Address(String name, String address) implements DnsRecord {}

    record Service(String name, int port, String target) implements DnsRecord {}

    record Pointer(String name, String target) implements DnsRecord {}

    record Alias(String name, String target) implements DnsRecord {}

    record Text(String name, String text) implements DnsRecord {}
}
