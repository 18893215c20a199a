package dev.gatehouse.http.outbound;

import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Where the load balancers and services of private integrations are, which no network of AWS leads
 * to here. Each is named by its ARN, by its name, or by a pattern of one in which {@code *} stands
 * for anything; what names it most exactly counts.
 */
public final class PrivateTargets {
    /** Nowhere. */
    public static final PrivateTargets NONE = new PrivateTargets(Map.of());

    /** The family of settings that names them, for the words of log lines. */
    public static final String SETTING = "private-target";

    private final List<Target> targets;

    private record Target(String name, Pattern pattern, URI uri) {
        boolean covers(String arn) {
            return pattern.matcher(arn).matches() || pattern.matcher(nameIn(arn)).matches();
        }

        /** The more a pattern leaves open, the later it is asked. */
        int openness() {
            return name.contains("*") ? Integer.MAX_VALUE - name.length() : 0;
        }
    }

    /**
     * @param uris {@code http} or {@code https} URLs without a path, by what they are of
     */
    public PrivateTargets(Map<String, URI> uris) {
        List<Target> sorted = new ArrayList<>();
        uris.forEach((name, uri) -> sorted.add(new Target(name, glob(name), uri)));
        sorted.sort(PrivateTargets::order);
        this.targets = List.copyOf(sorted);
    }

    private static int order(Target one, Target other) {
        int byOpenness = Integer.compare(one.openness(), other.openness());
        return byOpenness == 0 ? one.name().compareTo(other.name()) : byOpenness;
    }

    /** Where the load balancer or service with an ARN is; empty when no setting says it. */
    public Optional<URI> find(String arn) {
        for (Target target : targets) {
            if (target.covers(arn)) {
                return Optional.of(target.uri());
            }
        }
        return Optional.empty();
    }

    /**
     * The name within an ARN: that of the load balancer, also in a listener's, or the id of the
     * service of Cloud Map; the whole where there is none.
     */
    public static String nameIn(String arn) {
        String[] parts = arn.substring(arn.lastIndexOf(':') + 1).split("/", -1);
        return switch (parts[0]) {
            case "loadbalancer", "listener" -> parts.length > 2 ? parts[2] : arn;
            case "service" -> parts.length > 1 ? parts[1] : arn;
            default -> arn;
        };
    }

    private static Pattern glob(String name) {
        StringBuilder regex = new StringBuilder();
        for (String literal : name.split("\\*", -1)) {
            regex.append(regex.isEmpty() ? "" : ".*").append(Pattern.quote(literal));
        }
        return Pattern.compile(regex.toString());
    }
}
