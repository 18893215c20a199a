package dev.gatehouse.iam;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.gatehouse.iam.entity.Entity;
import dev.gatehouse.iam.entity.Tags;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The policies AWS manages, as far as people attach them to functions and gateways; read from a
 * resource when one is first asked for.
 */
final class AwsPolicies {
    private static final String ARN = "arn:aws:iam::aws:policy";
    private static final Instant SINCE = Instant.parse("2015-02-06T18:39:46Z");

    /** Loads once, by the first who needs it. */
    private static final class Loaded {
        static final Map<String, ManagedPolicy> BY_ARN = load();
    }

    /** Whether an ARN is of a policy AWS manages, known or not. */
    static boolean owns(String arn) {
        return arn.startsWith(ARN + "/");
    }

    Optional<ManagedPolicy> find(String arn) {
        return Optional.ofNullable(Loaded.BY_ARN.get(arn));
    }

    List<ManagedPolicy> all() {
        return List.copyOf(Loaded.BY_ARN.values());
    }

    private static Map<String, ManagedPolicy> load() {
        ObjectMapper mapper = JsonMapper.builder().build();
        Map<String, ManagedPolicy> policies = new TreeMap<>();
        try (InputStream file = AwsPolicies.class.getResourceAsStream("aws-policies.json")) {
            for (JsonNode each : mapper.readTree(Objects.requireNonNull(file))) {
                ManagedPolicy policy = policy(each);
                policies.put(policy.arn(), policy);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return policies;
    }

    private static ManagedPolicy policy(JsonNode facts) {
        String name = facts.path("name").asText();
        String path = facts.path("path").asText("/");
        Entity entity = new Entity(name, path, id(name), SINCE);
        StoredPolicy.Version version =
                new StoredPolicy.Version("v1", facts.path("document").toString(), SINCE);
        StoredPolicy policy =
                new StoredPolicy(
                        entity,
                        facts.path("description").asText(null),
                        new Tags(Map.of()),
                        List.of(version),
                        version.id(),
                        1,
                        SINCE);
        return new ManagedPolicy(ARN + path + name, policy);
    }

    /** The same id each time, since these policies are not stored. */
    private static String id(String name) {
        StringBuilder id = new StringBuilder("ANPA");
        int seed = name.hashCode();
        for (int i = 0; i < 17; i++) {
            seed = seed * 31 + 17;
            id.append((char) ('A' + Math.floorMod(seed >>> 8, 26)));
        }
        return id.toString();
    }
}
