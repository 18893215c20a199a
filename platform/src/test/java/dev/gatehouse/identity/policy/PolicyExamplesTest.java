package dev.gatehouse.identity.policy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.identity.Principal;
import dev.gatehouse.kernel.AccountId;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The example policies of AWS's guides decide as the guides say: {@code examples.txt}. */
@Tag("unit")
class PolicyExamplesTest {
    private static final AccountId ACCOUNT = new AccountId("123456789012");
    private static final Principal ADA =
            Principal.user(ACCOUNT, "arn:aws:iam::123456789012:user/ada", "AIDA1");

    /** A request under a policy. */
    private record Example(String title, boolean ofResource, String document, String request) {
        @Override
        public String toString() {
            return title + ": " + request;
        }
    }

    static Stream<Example> examples() throws IOException {
        try (InputStream file =
                Objects.requireNonNull(
                        PolicyExamplesTest.class.getResourceAsStream("examples.txt"))) {
            String text = new String(file.readAllBytes(), StandardCharsets.UTF_8);
            return Stream.of(text.split("(?m)^== ", -1)).skip(1).flatMap(PolicyExamplesTest::of);
        }
    }

    private static Stream<Example> of(String block) {
        List<String> lines = block.lines().filter(line -> !line.isBlank()).toList();
        List<String> requests =
                lines.stream().filter(line -> line.matches("(allowed|denied|none) .*")).toList();
        String document = String.join("\n", lines.subList(2, lines.size() - requests.size()));
        boolean ofResource = lines.get(1).equals("resource");
        return requests.stream()
                .map(request -> new Example(lines.getFirst(), ofResource, document, request));
    }

    @ParameterizedTest
    @MethodSource("examples")
    void decidesAsTheGuideSays(Example example) {
        String[] words = example.request().split(" ", -1);
        Policy policy = Policy.of(example.document());
        Evaluation evaluation =
                new Evaluation(
                        example.ofResource() ? List.of() : List.of(policy),
                        null,
                        List.of(),
                        List.of(),
                        example.ofResource() ? policy : null,
                        ACCOUNT);
        RequestValues values =
                new RequestValues(ADA, keys(List.of(words).subList(3, words.length)));
        Decision decision = evaluation.decide(new PolicyRequest(ADA, words[1], words[2], values));
        assertThat(outcome(decision)).isEqualTo(words[0]);
    }

    private static String outcome(Decision decision) {
        return switch (decision) {
            case Decision.Allowed _ -> "allowed";
            case Decision.Denied _ -> "denied";
            case Decision.NotAllowed _ -> "none";
        };
    }

    /** Those of the principal it tells itself. */
    private static ConditionKeys keys(List<String> given) {
        Map<String, List<String>> values = new HashMap<>();
        for (String each : given) {
            int equals = each.indexOf('=');
            values.put(
                    each.substring(0, equals).toLowerCase(Locale.ROOT),
                    new ArrayList<>(List.of(each.substring(equals + 1).split(",", -1))));
        }
        return key ->
                values.containsKey(key) || key.equals("aws:username") ? values.get(key) : List.of();
    }
}
