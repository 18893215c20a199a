package dev.gatehouse.kernel;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.regex.Pattern;

/**
 * Addresses with a common beginning, in CIDR notation ({@code 10.0.0.0/8}, {@code fc00::/7}); a
 * single address is one of 32 or 128 bits.
 */
public final class AddressRange {
    private static final Pattern VERSION_6 = Pattern.compile("[0-9a-fA-F:.]*:[0-9a-fA-F:.]*");

    private final byte[] base;
    private final int bits;

    private AddressRange(byte[] base, int bits) {
        this.base = base;
        this.bits = bits;
    }

    /**
     * @throws IllegalArgumentException it is no such range
     */
    public static AddressRange parse(String text) {
        int slash = text.indexOf('/');
        byte[] base = address(slash < 0 ? text : text.substring(0, slash));
        int bits = slash < 0 ? base.length * 8 : Integer.parseInt(text.substring(slash + 1));
        if (bits < 0 || bits > base.length * 8) {
            throw new IllegalArgumentException("no prefix of an address: " + text);
        }
        return new AddressRange(base, bits);
    }

    /** Whether a literal is one of them; false for what is no address. */
    public boolean contains(String text) {
        try {
            return contains(address(text));
        } catch (IllegalArgumentException notAnAddress) {
            return false;
        }
    }

    public boolean contains(InetAddress address) {
        return contains(address.getAddress());
    }

    private boolean contains(byte[] address) {
        if (address.length != base.length) {
            return false;
        }
        for (int bit = 0; bit < bits; bit++) {
            int mask = 0x80 >> (bit % 8);
            if ((address[bit / 8] & mask) != (base[bit / 8] & mask)) {
                return false;
            }
        }
        return true;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof AddressRange range
                && bits == range.bits
                && Arrays.equals(base, range.base);
    }

    @Override
    public int hashCode() {
        return 31 * Arrays.hashCode(base) + bits;
    }

    /** Literals only: nothing is looked up. */
    private static byte[] address(String text) {
        if (text.indexOf(':') < 0) {
            return version4(text);
        }
        if (!VERSION_6.matcher(text).matches()) {
            throw noAddress(text);
        }
        try {
            return InetAddress.getByName(text).getAddress();
        } catch (UnknownHostException _) {
            throw noAddress(text);
        }
    }

    /** Four decimal numbers; by hand, as nearly every decision has such an address to compare. */
    private static byte[] version4(String text) {
        byte[] address = new byte[4];
        int part = 0;
        int number = -1;
        for (int at = 0; at < text.length(); at++) {
            char c = text.charAt(at);
            if (c >= '0' && c <= '9') {
                number = Math.max(number, 0) * 10 + (c - '0');
                if (number > 255) {
                    throw noAddress(text);
                }
            } else if (c == '.' && number >= 0 && part < 3) {
                address[part++] = (byte) number;
                number = -1;
            } else {
                throw noAddress(text);
            }
        }
        if (number < 0 || part < 3) {
            throw noAddress(text);
        }
        address[part] = (byte) number;
        return address;
    }

    private static IllegalArgumentException noAddress(String text) {
        return new IllegalArgumentException("no address: " + text);
    }
}
