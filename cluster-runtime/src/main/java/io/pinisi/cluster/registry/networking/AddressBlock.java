package io.pinisi.cluster.registry.networking;

import io.pinisi.cluster.registry.core.pod.IpAddress;
import java.math.BigInteger;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A block of addresses, {@code 10.9.8.0/24} or {@code 2001:db8::/64}.
 *
 * @param bits of an address of this family
 */
record AddressBlock(BigInteger address, int prefix, int bits) {
    static final String NO_CIDR = "must be a valid CIDR value, (e.g. 10.9.8.0/24 or 2001:db8::/64)";
    private static final Pattern NUMBER = Pattern.compile("[0-9]{1,3}");

    static Optional<AddressBlock> parse(String text) {
        String[] parts = text.split("/", -1);
        if (parts.length != 2
                || !IpAddress.isValid(parts[0])
                || !NUMBER.matcher(parts[1]).matches()) {
            return Optional.empty();
        }
        int prefix = Integer.parseInt(parts[1]);
        try {
            // a literal address: no name is looked up
            byte[] bytes = InetAddress.getByName(parts[0]).getAddress();
            int bits = bytes.length * Byte.SIZE;
            return prefix > bits
                    ? Optional.empty()
                    : Optional.of(new AddressBlock(new BigInteger(1, bytes), prefix, bits));
        } catch (UnknownHostException e) {
            return Optional.empty();
        }
    }

    /** Whether the other lies in this one and is smaller. */
    boolean strictlyContains(AddressBlock other) {
        int rest = bits - prefix;
        return bits == other.bits
                && other.prefix > prefix
                && address.shiftRight(rest).equals(other.address.shiftRight(rest));
    }
}
