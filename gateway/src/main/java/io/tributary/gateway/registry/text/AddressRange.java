package io.tributary.gateway.registry.text;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.util.Optional;

/// Addresses with a common beginning (RFC 4632, RFC 4291): `10.0.0.0/8`, `2001:db8::/32`, or one
/// address alone. Immutable.
///
/// An IPv4 address in IPv6 form (`::ffff:10.0.0.1`) is the IPv4 address, as the JDK reads it.
///
/// @param bits of the beginning, from 0 to the length of the address
public record AddressRange(InetAddress base, int bits) {
    private static final int DIGITS_MAX = 3;

    /// Reads one, never asking a name server.
    public static Optional<AddressRange> parse(String text) {
        int slash = text.indexOf('/');
        Optional<InetAddress> address = literal(slash < 0 ? text : text.substring(0, slash));
        if (address.isEmpty()) {
            return Optional.empty();
        }
        int most = address.get().getAddress().length * Byte.SIZE;
        if (slash < 0) {
            return Optional.of(new AddressRange(address.get(), most));
        }
        String digits = text.substring(slash + 1);
        if (digits.isEmpty()
                || digits.length() > DIGITS_MAX
                || !digits.chars().allMatch(c -> c >= '0' && c <= '9')
                || Integer.parseInt(digits) > most) {
            return Optional.empty();
        }
        AddressRange range = new AddressRange(address.get(), Integer.parseInt(digits));
        return range.isAtItsBeginning() ? Optional.of(range) : Optional.empty();
    }

    public boolean contains(InetAddress address) {
        byte[] mine = base.getAddress();
        byte[] other = address.getAddress();
        if (mine.length != other.length) {
            return false;
        }
        for (int bit = 0; bit < bits; bit++) {
            if (bitAt(mine, bit) != bitAt(other, bit)) {
                return false;
            }
        }
        return true;
    }

    @Override
    public String toString() {
        return base.getHostAddress() + "/" + bits;
    }

    /// Whether nothing is set behind the beginning: `10.0.0.1/8` is a mistake more often than not.
    private boolean isAtItsBeginning() {
        byte[] bytes = base.getAddress();
        for (int bit = bits; bit < bytes.length * Byte.SIZE; bit++) {
            if (bitAt(bytes, bit) != 0) {
                return false;
            }
        }
        return true;
    }

    private static int bitAt(byte[] bytes, int bit) {
        return (bytes[bit / Byte.SIZE] >> (Byte.SIZE - 1 - bit % Byte.SIZE)) & 1;
    }

    private static Optional<InetAddress> literal(String text) {
        try {
            InetAddress address = InetAddress.ofLiteral(text);
            // The JDK also reads `1`, `1.2` and `0x7f.1` as IPv4 addresses.
            boolean plain =
                    !(address instanceof Inet4Address)
                            || text.indexOf(':') >= 0
                            || address.getHostAddress().equals(text);
            return plain ? Optional.of(address) : Optional.empty();
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }
}
