package dev.gatehouse.identity.policy;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.gatehouse.identity.AssumableRole;
import dev.gatehouse.identity.Principal;
import dev.gatehouse.identity.Principal.Session;
import dev.gatehouse.identity.policy.NaiveEvaluator.Policies;
import dev.gatehouse.kernel.AccountId;
import dev.gatehouse.kernel.Arn;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** The engine and a second, naive reading of the same rules agree on random policies. */
@net.jqwik.api.Tag("unit")
class EvaluationPropertyTest {
    private static final AccountId HERE = AccountId.DEFAULT;
    private static final AccountId THERE = new AccountId("111111111111");
    private static final ObjectMapper JSON = new ObjectMapper();

    private static final String USER = "arn:aws:iam::000000000000:user/ada";
    private static final String ROLE = "arn:aws:iam::000000000000:role/team/r";
    private static final String SESSION = "arn:aws:sts::000000000000:assumed-role/r/s";

    @Property(tries = 3_000)
    void agreesWithTheNaiveReading(
            @ForAll("principals") Principal principal,
            @ForAll("requests") List<String> request,
            @ForAll("values") Map<String, List<String>> values,
            @ForAll("policies") Policies policies,
            @ForAll boolean foreign) {
        AccountId owner = foreign ? THERE : HERE;
        Evaluation evaluation =
                new Evaluation(
                        List.of(Policy.of(policies.identity())),
                        optional(policies.boundary()),
                        policies.session() == null
                                ? List.of()
                                : List.of(Policy.of(policies.session())),
                        List.of(),
                        optional(policies.ofResource()),
                        owner);
        Decision decision =
                evaluation.decide(
                        new PolicyRequest(
                                principal,
                                request.get(0),
                                request.get(1),
                                new RequestValues(principal, values)));
        boolean naive =
                new NaiveEvaluator(principal, request.get(0), request.get(1), values)
                        .allows(policies, owner);

        assertThat(decision.isAllowed()).as("%s", decision).isEqualTo(naive);
    }

    private static Policy optional(String document) {
        return document == null ? null : Policy.of(document);
    }

    @Provide
    Arbitrary<Principal> principals() {
        AssumableRole role = new AssumableRole(Arn.parse(ROLE).orElseThrow(), "AROA1", "{}", 3_600);
        return Arbitraries.of(
                Principal.root(HERE),
                Principal.user(HERE, USER, "AIDA1"),
                Principal.roleSession(role, "s", Session.plain(role.issuer(), Instant.EPOCH)),
                Principal.service(HERE, "events.amazonaws.com"),
                Principal.anonymous(HERE));
    }

    @Provide
    Arbitrary<List<String>> requests() {
        return Combinators.combine(
                        actions(), Arbitraries.of("arn:aws:s3:::b/ada", "arn:aws:s3:::b/x"))
                .as(List::of);
    }

    private static Arbitrary<String> actions() {
        return Arbitraries.of("s3:GetObject", "s3:PutObject", "S3:getobject");
    }

    @Provide
    Arbitrary<Map<String, List<String>>> values() {
        Arbitrary<List<String>> some =
                Arbitraries.of("a", "A", "ada", "5", "true", "arn:aws:s3:::b")
                        .list()
                        .uniqueElements()
                        .ofMaxSize(2);
        return Combinators.combine(some, some)
                .as((one, other) -> Map.of("k:one", one, "k:two", other));
    }

    @Provide
    Arbitrary<Policies> policies() {
        Arbitrary<String> plain = document(false);
        return Combinators.combine(
                        plain,
                        plain.injectNull(0.6),
                        plain.injectNull(0.6),
                        document(true).injectNull(0.4))
                .as(Policies::new);
    }

    private static Arbitrary<String> document(boolean ofResource) {
        return statement(ofResource)
                .list()
                .ofMinSize(1)
                .ofMaxSize(3)
                .map(statements -> json(Map.of("Version", "2012-10-17", "Statement", statements)));
    }

    private static Arbitrary<Map<String, Object>> statement(boolean ofResource) {
        Arbitrary<String> effects = Arbitraries.of("Allow", "Allow", "Allow", "Deny");
        Arbitrary<Map.Entry<String, Object>> actions =
                element("Action", "s3:*", "s3:GetObject", "s3:get?bject", "*", "sqs:*");
        Arbitrary<Map.Entry<String, Object>> resources =
                element(
                        "Resource",
                        "*",
                        "arn:aws:s3:::b/*",
                        "arn:aws:s3:::b/${k:one}",
                        "arn:aws:s3:::b/${k:two, 'ada'}*",
                        "arn:aws:s3:::c");
        Arbitrary<Map.Entry<String, Object>> principals =
                ofResource ? principalElements() : Arbitraries.just(Map.entry("", ""));
        return Combinators.combine(effects, actions, resources, principals, conditions())
                .as(
                        (effect, action, resource, principal, condition) -> {
                            Map<String, Object> statement = new LinkedHashMap<>();
                            statement.put("Effect", effect);
                            Stream.of(action, resource, principal)
                                    .forEach(each -> statement.put(each.getKey(), each.getValue()));
                            statement.remove("");
                            if (!condition.isEmpty()) {
                                statement.put("Condition", condition);
                            }
                            return statement;
                        });
    }

    private static Arbitrary<Map.Entry<String, Object>> element(String name, String... texts) {
        Arbitrary<List<String>> some =
                Arbitraries.of(texts).list().uniqueElements().ofMinSize(1).ofMaxSize(2);
        return Combinators.combine(Arbitraries.of(name, name, name, "Not" + name), some)
                .as((written, values) -> Map.entry(written, (Object) values));
    }

    private static Arbitrary<Map.Entry<String, Object>> principalElements() {
        Arbitrary<Object> named =
                Arbitraries.of(
                                USER,
                                ROLE,
                                SESSION,
                                "000000000000",
                                "arn:aws:iam::111111111111:root",
                                "*")
                        .list()
                        .uniqueElements()
                        .ofMinSize(1)
                        .ofMaxSize(2)
                        .map(names -> Map.of("AWS", names));
        Arbitrary<Object> others = Arbitraries.of("*", Map.of("Service", "events.amazonaws.com"));
        return Combinators.combine(
                        Arbitraries.of("Principal", "Principal", "Principal", "NotPrincipal"),
                        Arbitraries.oneOf(named, others))
                .as(Map::entry);
    }

    private static Arbitrary<Map<String, Object>> conditions() {
        Arbitrary<String> strings =
                Arbitraries.of(
                        "StringEquals",
                        "StringNotEquals",
                        "StringEqualsIgnoreCase",
                        "StringLike",
                        "StringNotLike",
                        "ArnLike",
                        "ArnNotEquals");
        Arbitrary<String> prefixes = Arbitraries.of("", "", "ForAllValues:", "ForAnyValue:");
        Arbitrary<String> suffixes = Arbitraries.of("", "", "IfExists");
        Arbitrary<String> keys = Arbitraries.of("k:one", "K:Two");
        Arbitrary<Object> texts =
                Arbitraries.of("a", "ad*", "${k:two}", "5", "arn:aws:s3:::?", "${k:one, 'a'}")
                        .list()
                        .uniqueElements()
                        .ofMinSize(1)
                        .ofMaxSize(2)
                        .map(list -> list);
        Arbitrary<Map<String, Object>> textual =
                Combinators.combine(prefixes, strings, suffixes, keys, texts)
                        .as((p, o, s, key, text) -> Map.of(p + o + s, Map.of(key, text)));
        Arbitrary<Map<String, Object>> typed =
                Combinators.combine(
                                Arbitraries.of("NumericLessThan", "NumericEquals", "Bool", "Null"),
                                keys)
                        .as(
                                (operator, key) ->
                                        Map.of(
                                                operator,
                                                Map.of(
                                                        key,
                                                        operator.startsWith("N")
                                                                        && !operator.equals("Null")
                                                                ? "6"
                                                                : "true")));
        return Arbitraries.oneOf(Arbitraries.just(Map.of()), textual, typed);
    }

    private static String json(Object value) {
        try {
            return JSON.writeValueAsString(value);
        } catch (com.fasterxml.jackson.core.JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }
}
