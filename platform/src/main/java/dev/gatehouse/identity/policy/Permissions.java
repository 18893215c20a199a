package dev.gatehouse.identity.policy;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What IAM keeps of a user or a role for decisions, compiled.
 *
 * @param identity its inline and attached policies
 * @param boundary its permissions boundary; null for none
 * @param tags its own tags
 */
public record Permissions(
        List<Policy> identity, @Nullable Policy boundary, Map<String, String> tags) {
    /** Of those who have no policies: roots, services, nobody, and what IAM does not know. */
    public static final Permissions NONE = new Permissions(List.of(), null, Map.of());

    public Permissions {
        identity = List.copyOf(identity);
        tags = Map.copyOf(tags);
    }
}
