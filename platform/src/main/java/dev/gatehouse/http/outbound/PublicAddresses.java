package dev.gatehouse.http.outbound;

import dev.gatehouse.kernel.AddressRange;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.channels.DatagramChannel;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/**
 * Tells addresses of the public Internet from those that lead to this machine or to networks that
 * belong to a private network. The special ranges are those of IANA's registries (IPv4 and IPv6
 * Special-Purpose Address Registry) that are not globally reachable.
 */
final class PublicAddresses {
    private static final List<AddressRange> SPECIAL =
            Stream.of(
                            "0.0.0.0/8",
                            "10.0.0.0/8",
                            "100.64.0.0/10",
                            "127.0.0.0/8",
                            "169.254.0.0/16",
                            "172.16.0.0/12",
                            "192.0.0.0/24",
                            "192.0.2.0/24",
                            "192.168.0.0/16",
                            "198.18.0.0/15", // our sandboxes are in its upper half
                            "198.51.100.0/24",
                            "203.0.113.0/24",
                            "224.0.0.0/3", // multicast, reserved, broadcast
                            "::/96", // unspecified, loopback, IPv4 in IPv6's first form
                            "::ffff:0:0:0/96", // IPv4-translated
                            "64:ff9b:1::/48",
                            "100::/64",
                            "2001::/23", // Teredo and other protocols
                            "2001:db8::/32",
                            "3fff::/20",
                            "5f00::/16",
                            "fc00::/7",
                            "fe80::/10",
                            "fec0::/10",
                            "ff00::/8")
                    .map(AddressRange::parse)
                    .toList();

    /** IPv6 addresses that a gateway on the way turns into the IPv4 address they hold. */
    private static final AddressRange NAT64 = AddressRange.parse("64:ff9b::/96");

    private static final AddressRange SIX_TO_FOUR = AddressRange.parse("2002::/16");

    private static final int IPV4_BYTES = 4;
    private static final int DISCARD_PORT = 9;

    private PublicAddresses() {}

    /** Whether an address is of the public Internet and not one of this machine's own. */
    static boolean contain(InetAddress address) {
        for (AddressRange range : SPECIAL) {
            if (range.contains(address)) {
                return false;
            }
        }
        if (NAT64.contains(address)) {
            return contain(embedded(address, 12));
        }
        if (SIX_TO_FOUR.contains(address)) {
            return contain(embedded(address, 2));
        }
        return !isOwn(address);
    }

    private static InetAddress embedded(InetAddress address, int offset) {
        byte[] bytes = Arrays.copyOfRange(address.getAddress(), offset, offset + IPV4_BYTES);
        try {
            return InetAddress.getByAddress(bytes);
        } catch (UnknownHostException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    /**
     * Whether an interface of this machine has the address. The kernel knows best, also of what was
     * added a second ago: it sends to its own addresses from these addresses. Nothing is sent; a
     * datagram socket that connects only looks up the route.
     */
    private static boolean isOwn(InetAddress address) {
        try (DatagramChannel probe = DatagramChannel.open()) {
            probe.connect(new InetSocketAddress(address, DISCARD_PORT));
            return probe.getLocalAddress() instanceof InetSocketAddress local
                    && address.equals(local.getAddress());
        } catch (IOException unreachable) {
            return false; // no route: a connection fails as well
        }
    }
}
