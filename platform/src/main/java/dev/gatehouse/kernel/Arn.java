package dev.gatehouse.kernel;

import java.util.Optional;

/**
 * An Amazon Resource Name: {@code arn:partition:service:region:account:resource}. Region and
 * account are empty for global services, and {@code resource} keeps every later colon and slash.
 */
public record Arn(
        String partition, String service, String region, String account, String resource) {

    /** The name of a resource of {@code service} in one account and region. */
    public static Arn of(String service, Region region, AccountId account, String resource) {
        return new Arn(region.partition(), service, region.name(), account.value(), resource);
    }

    /** The name of a resource of a global service, such as IAM. */
    public static Arn global(String service, AccountId account, String resource) {
        return new Arn("aws", service, "", account.value(), resource);
    }

    /** Reads the text of an ARN; empty when it is not one. */
    public static Optional<Arn> parse(String text) {
        String[] parts = text.split(":", 6);
        if (parts.length < 6 || !parts[0].equals("arn") || parts[2].isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(new Arn(parts[1], parts[2], parts[3], parts[4], parts[5]));
    }

    @Override
    public String toString() {
        return "arn:" + partition + ':' + service + ':' + region + ':' + account + ':' + resource;
    }
}
