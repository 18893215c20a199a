package dev.gatehouse.iam;

import dev.gatehouse.aws.iam.EvaluationResult;
import dev.gatehouse.aws.iam.PermissionsBoundaryDecisionDetail;
import dev.gatehouse.aws.iam.Statement;
import dev.gatehouse.identity.Principal;
import dev.gatehouse.identity.policy.Decision;
import dev.gatehouse.identity.policy.Evaluation;
import dev.gatehouse.identity.policy.Policy;
import dev.gatehouse.identity.policy.PolicyKind;
import dev.gatehouse.identity.policy.PolicyRequest;
import dev.gatehouse.identity.policy.RequestValues;
import dev.gatehouse.kernel.AccountId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What is simulated: the policies that have a say, by the engine that judges calls.
 *
 * @param identity the policies of the principal
 * @param boundary its boundary; null for none
 * @param resource the policy of the resource; null for none
 * @param owner whose the resource is
 * @param given the values of condition keys, by key in lower case
 */
record Simulated(
        Principal principal,
        List<Source> identity,
        @Nullable String boundary,
        @Nullable String resource,
        AccountId owner,
        Map<String, List<String>> given) {

    /**
     * A policy.
     *
     * @param id its name, or its place in the request
     * @param type as the API names it
     */
    record Source(String id, String type, String document) {}

    /** The result for an action on a resource. */
    EvaluationResult evaluate(String action, String resourceArn) {
        ContextKeys looked = ContextKeys.of(documents());
        Map<String, List<String>> keys = new HashMap<>(given);
        RequestValues known = new RequestValues(principal, Map.of());
        List<String> missing = new ArrayList<>();
        for (String key : looked.lower()) {
            if (!keys.containsKey(key) && !known.has(key)) {
                keys.put(key, List.of());
                missing.add(key);
            }
        }
        PolicyRequest request =
                new PolicyRequest(
                        principal, action, resourceArn, new RequestValues(principal, keys));
        Decision decision = evaluation().decide(request);
        EvaluationResult.Builder result =
                EvaluationResult.builder()
                        .evalActionName(action)
                        .evalResourceName(resourceArn)
                        .evalDecision(name(decision))
                        .matchedStatements(matched(request, decision))
                        .missingContextValues(
                                looked.list().stream()
                                        .filter(
                                                key ->
                                                        missing.contains(
                                                                key.toLowerCase(Locale.ROOT)))
                                        .toList());
        if (boundary != null) {
            boolean within = Policy.of(boundary).decide(request).isAllowed();
            result.permissionsBoundaryDecisionDetail(
                    PermissionsBoundaryDecisionDetail.builder()
                            .allowedByPermissionsBoundary(within)
                            .build());
        }
        return result.build();
    }

    private Evaluation evaluation() {
        return new Evaluation(
                identity.stream().map(source -> Policy.of(source.document())).toList(),
                boundary == null ? null : Policy.of(boundary),
                List.of(),
                List.of(),
                resource == null ? null : Policy.of(resource),
                owner);
    }

    private List<String> documents() {
        List<String> all = new ArrayList<>();
        identity.forEach(source -> all.add(source.document()));
        all.add(Objects.requireNonNullElse(boundary, "{}"));
        all.add(Objects.requireNonNullElse(resource, "{}"));
        return all;
    }

    private static String name(Decision decision) {
        return switch (decision) {
            case Decision.Allowed _ -> "allowed";
            case Decision.Denied _ -> "explicitDeny";
            case Decision.NotAllowed _ -> "implicitDeny";
        };
    }

    /** The policies that say what the decision says. */
    private List<Statement> matched(PolicyRequest request, Decision decision) {
        List<Source> all = new ArrayList<>(identity);
        if (resource != null) {
            all.add(new Source("ResourcePolicy", "resource", resource));
        }
        return all.stream()
                .filter(source -> says(Policy.of(source.document()).decide(request), decision))
                .map(
                        source ->
                                Statement.builder()
                                        .sourcePolicyId(source.id())
                                        .sourcePolicyType(source.type())
                                        .build())
                .toList();
    }

    private static boolean says(Decision one, Decision all) {
        return switch (all) {
            case Decision.Allowed _ -> one.isAllowed();
            case Decision.Denied _ -> one instanceof Decision.Denied;
            case Decision.NotAllowed(PolicyKind kind) ->
                    kind != PolicyKind.IDENTITY && one.isAllowed();
        };
    }
}
