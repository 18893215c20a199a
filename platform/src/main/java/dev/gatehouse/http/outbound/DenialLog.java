package dev.gatehouse.http.outbound;

import dev.gatehouse.kernel.Clock;
import dev.gatehouse.kernel.LogPace;
import java.net.Inet6Address;
import java.net.InetAddress;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells the operator what was denied and which setting would allow it. */
final class DenialLog {
    private static final Logger LOG = LoggerFactory.getLogger(DenialLog.class);

    private final LogPace pace;

    DenialLog(Clock clock) {
        this.pace = new LogPace(clock);
    }

    /** The failure of a connection that was not made. */
    DeniedTargetException denied(InetAddress address, int port) {
        String host = address.getHostAddress();
        String target = (address instanceof Inet6Address ? '[' + host + ']' : host) + ':' + port;
        if (pace.allows()) {
            LOG.warn(
                    "Denied a connection to {} for a URL that an API names: it leads to this"
                            + " machine or a private network. If that is meant, start with --set"
                            + " {}={} ({} denials before this one were not logged)",
                    target,
                    AllowedTargets.SETTING,
                    target,
                    pace.skipped());
        }
        return new DeniedTargetException("a connection to " + target + " is not allowed");
    }
}
