package dev.gatehouse.iam.repository;

import dev.gatehouse.iam.entity.Entity;
import dev.gatehouse.iam.entity.Tags;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * The policies AWS manages, with their own documents ({@code tools/ImportManagedPolicies.java}).
 * They are megabytes of text, so what is not used is not kept: one that is asked for is looked up
 * in the file, and remembered.
 */
public final class AwsPolicies {
    private static final String ARN = "arn:aws:iam::aws:policy";
    private static final String TAB = "\t";

    private final Map<String, ManagedPolicy> asked = new ConcurrentHashMap<>();

    /** Whether an ARN is of a policy AWS manages, known or not. */
    public static boolean owns(String arn) {
        return arn.startsWith(ARN + "/");
    }

    public Optional<ManagedPolicy> find(String arn) {
        ManagedPolicy known = asked.get(arn);
        if (known != null) {
            return Optional.of(known);
        }
        String name = arn.substring(arn.lastIndexOf('/') + 1) + TAB;
        Optional<ManagedPolicy> found =
                read(
                        lines ->
                                lines.filter(line -> line.startsWith(name))
                                        .map(AwsPolicies::policy)
                                        .filter(policy -> policy.arn().equals(arn))
                                        .findFirst());
        found.ifPresent(policy -> asked.put(arn, policy));
        return found;
    }

    /** All of them, in the order of their names. */
    public List<ManagedPolicy> all() {
        return read(lines -> lines.map(AwsPolicies::policy).toList());
    }

    private static <T> T read(Function<Stream<String>, T> reading) {
        try (BufferedReader file =
                new BufferedReader(
                        new InputStreamReader(
                                Objects.requireNonNull(
                                        AwsPolicies.class.getResourceAsStream("aws-policies.txt")),
                                StandardCharsets.UTF_8))) {
            return reading.apply(file.lines().filter(line -> !line.startsWith("#")));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Of a line: name, path, made, changed, the version that counts, its document. */
    private static ManagedPolicy policy(String line) {
        String[] facts = line.split(TAB, 6);
        String name = facts[0];
        String path = facts[1];
        Instant made = Instant.parse(facts[2]);
        Instant changed = Instant.parse(facts[3]);
        StoredPolicy policy =
                new StoredPolicy(
                        new Entity(name, path, id(name), made),
                        null,
                        new Tags(Map.of()),
                        List.of(new StoredPolicy.Version(facts[4], facts[5], changed)),
                        facts[4],
                        Integer.parseInt(facts[4].substring(1)),
                        changed);
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
