package dev.gatehouse.http.outbound;

import java.net.InetAddress;

/**
 * Addresses that begin with the same bits: {@code 10.0.0.0/8}, {@code fc00::/7}, or one address.
 *
 * @param first an address of the range
 * @param bits how many leading bits all of them share
 */
record AddressRange(InetAddress first, int bits) {

    AddressRange {
        if (bits < 0 || bits > first.getAddress().length * Byte.SIZE) {
            throw new IllegalArgumentException(
                    "no range of addresses: " + first.getHostAddress() + '/' + bits);
        }
    }

    /**
     * Reads an address, or one with {@code /} and a number of bits.
     *
     * @throws IllegalArgumentException when it is neither
     */
    static AddressRange parse(String text) {
        int slash = text.indexOf('/');
        InetAddress first = InetAddress.ofLiteral(slash < 0 ? text : text.substring(0, slash));
        int bits =
                slash < 0
                        ? first.getAddress().length * Byte.SIZE
                        : Integer.parseInt(text.substring(slash + 1));
        return new AddressRange(first, bits);
    }

    boolean contains(InetAddress address) {
        byte[] mine = first.getAddress();
        byte[] other = address.getAddress();
        if (mine.length != other.length) {
            return false;
        }
        int whole = bits / Byte.SIZE;
        for (int i = 0; i < whole; i++) {
            if (mine[i] != other[i]) {
                return false;
            }
        }
        int rest = bits % Byte.SIZE;
        return rest == 0 || (mine[whole] ^ other[whole]) >> (Byte.SIZE - rest) == 0;
    }
}
