package dev.gatehouse.wire.access;

import dev.gatehouse.aws.Member;
import dev.gatehouse.aws.OperationModel;
import dev.gatehouse.aws.Structure;
import dev.gatehouse.wire.RequestContext;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What each operation asks of policies (AWS's service authorization reference). API Gateway's
 * actions are HTTP's methods and its resources are paths, so its models say it all.
 */
final class ActionTable {
    static final String PASS_ROLE = "iam:PassRole";

    private static final Pattern LABEL = Pattern.compile("\\{(\\w+)\\+?}");

    private final Map<String, List<Ask>> asks;

    /**
     * @param named whether it is asked only when its resource is named
     * @param member the list or map without which it is not asked; null for none
     */
    private record Ask(
            String action, ResourceForm resource, boolean named, @Nullable String member) {

        static Ask of(String action, String resource) {
            ResourceForm form = ResourceForm.parse(resource);
            if (!action.startsWith("?")) {
                return new Ask(action, form, false, null);
            }
            int equals = action.indexOf('=');
            return equals < 0
                    ? new Ask(action.substring(1), form, true, null)
                    : new Ask(
                            action.substring(equals + 1), form, false, action.substring(1, equals));
        }

        boolean isFor(Structure input) {
            if (member == null) {
                return !named || resource.isNamed(input);
            }
            return switch (input.value(member)) {
                case Collection<?> list -> !list.isEmpty();
                case Map<?, ?> map -> !map.isEmpty();
                case null, default -> false;
            };
        }
    }

    private ActionTable(Map<String, List<Ask>> asks) {
        this.asks = asks;
    }

    static ActionTable load() {
        Map<String, List<Ask>> asks = new HashMap<>();
        try (BufferedReader lines =
                new BufferedReader(
                        new InputStreamReader(
                                Objects.requireNonNull(
                                        ActionTable.class.getResourceAsStream("actions.txt")),
                                StandardCharsets.UTF_8))) {
            lines.lines()
                    .filter(line -> !line.startsWith("#"))
                    .map(line -> line.split(" "))
                    .forEach(words -> asks.put(words[0] + ':' + words[1], asks(words)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return new ActionTable(asks);
    }

    private static List<Ask> asks(String[] words) {
        List<Ask> asks = new ArrayList<>();
        for (int i = 2; i < words.length; i += 2) {
            asks.add(Ask.of(words[i], words[i + 1]));
        }
        return List.copyOf(asks);
    }

    /** Whether it is known what an operation asks. */
    boolean knows(OperationModel operation) {
        return isApiGateway(operation) || asks.containsKey(operation.toString());
    }

    List<Need> needs(RequestContext context, OperationModel operation, Structure input) {
        List<Need> needs = new ArrayList<>();
        if (isApiGateway(operation)) {
            needs.add(
                    new Need(
                            "apigateway:" + operation.http().method(),
                            "arn:aws:apigateway:"
                                    + context.region().name()
                                    + "::"
                                    + path(operation, input)));
        }
        if (!asks.containsKey(operation.toString()) && needs.isEmpty()) {
            // Never guessed: what is not known is asked by its name, of everything.
            needs.add(new Need(operation.service().signingName() + ':' + operation.name(), "*"));
        }
        for (Ask ask : asks.getOrDefault(operation.toString(), List.of())) {
            if (ask.isFor(input)) {
                ask.resource()
                        .all(context, input)
                        .forEach(resource -> needs.add(new Need(ask.action(), resource)));
            }
        }
        return needs;
    }

    private static boolean isApiGateway(OperationModel operation) {
        return operation.service().signingName().equals("apigateway");
    }

    /** Without the version in front that the second API has; a tagged resource's ARN is encoded. */
    private static String path(OperationModel operation, Structure input) {
        String uri = operation.http().uri();
        int query = uri.indexOf('?');
        String path = query < 0 ? uri : uri.substring(0, query);
        StringBuilder filled = new StringBuilder();
        Matcher label = LABEL.matcher(path.startsWith("/v2/") ? path.substring(3) : path);
        while (label.find()) {
            String value =
                    input.shape().members().stream()
                            .filter(member -> member.wireName().equals(label.group(1)))
                            .findFirst()
                            .map(Member::index)
                            .map(index -> String.valueOf(input.value(index)))
                            .orElse("*");
            label.appendReplacement(
                    filled,
                    Matcher.quoteReplacement(URLEncoder.encode(value, StandardCharsets.UTF_8)));
        }
        return label.appendTail(filled).toString();
    }
}
