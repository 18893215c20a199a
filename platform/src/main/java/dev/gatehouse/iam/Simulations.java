package dev.gatehouse.iam;

import dev.gatehouse.aws.iam.ContextEntry;
import dev.gatehouse.aws.iam.EvaluationResult;
import dev.gatehouse.aws.iam.GetContextKeysForCustomPolicyRequest;
import dev.gatehouse.aws.iam.GetContextKeysForPolicyResponse;
import dev.gatehouse.aws.iam.GetContextKeysForPrincipalPolicyRequest;
import dev.gatehouse.aws.iam.SimulateCustomPolicyRequest;
import dev.gatehouse.aws.iam.SimulatePolicyResponse;
import dev.gatehouse.aws.iam.SimulatePrincipalPolicyRequest;
import dev.gatehouse.iam.Simulated.Source;
import dev.gatehouse.iam.entity.IamErrors;
import dev.gatehouse.iam.entity.Listing;
import dev.gatehouse.iam.entity.PolicyDocuments;
import dev.gatehouse.iam.repository.AwsPolicies;
import dev.gatehouse.iam.repository.Catalogs;
import dev.gatehouse.iam.repository.Grants;
import dev.gatehouse.iam.repository.StoredGroup;
import dev.gatehouse.iam.repository.StoredRole;
import dev.gatehouse.iam.repository.StoredUser;
import dev.gatehouse.identity.Principal;
import dev.gatehouse.identity.PrincipalKind;
import dev.gatehouse.kernel.AccountId;
import dev.gatehouse.kernel.Arn;
import dev.gatehouse.kernel.Clock;
import dev.gatehouse.wire.RequestContext;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The operations that tell what policies would allow, and what they look at. */
final class Simulations {
    private static final String INPUT = "PolicyInputList.";

    private final Catalogs iam;
    private final Clock clock;

    Simulations(Catalogs iam, Clock clock) {
        this.iam = iam;
        this.clock = clock;
    }

    /** A user, role or group of IAM with what it has. */
    private record Holder(Principal principal, List<Source> policies, @Nullable String boundary) {}

    SimulatePolicyResponse custom(RequestContext context, SimulateCustomPolicyRequest input) {
        reject(input.resourceHandlingOption());
        Simulated simulated =
                new Simulated(
                        caller(context, input.callerArn()),
                        inputs(input.policyInputList()),
                        boundary(input.permissionsBoundaryPolicyInputList(), null),
                        resourcePolicy(input.resourcePolicy()),
                        owner(context, input.resourceOwner()),
                        given(input.contextEntries()));
        return page(
                results(simulated, input.actionNames(), input.resourceArns()),
                input.marker(),
                input.maxItems());
    }

    SimulatePolicyResponse principal(RequestContext context, SimulatePrincipalPolicyRequest input) {
        reject(input.resourceHandlingOption());
        Holder holder = holder(context.account(), input.policySourceArn());
        List<Source> all = new ArrayList<>(holder.policies());
        all.addAll(inputs(input.policyInputList()));
        Simulated simulated =
                new Simulated(
                        input.callerArn() == null
                                ? holder.principal()
                                : caller(context, input.callerArn()),
                        all,
                        boundary(input.permissionsBoundaryPolicyInputList(), holder.boundary()),
                        resourcePolicy(input.resourcePolicy()),
                        owner(context, input.resourceOwner()),
                        given(input.contextEntries()));
        return page(
                results(simulated, input.actionNames(), input.resourceArns()),
                input.marker(),
                input.maxItems());
    }

    GetContextKeysForPolicyResponse keysOfCustom(
            RequestContext context, GetContextKeysForCustomPolicyRequest input) {
        return keys(inputs(input.policyInputList()));
    }

    GetContextKeysForPolicyResponse keysOfPrincipal(
            RequestContext context, GetContextKeysForPrincipalPolicyRequest input) {
        List<Source> all =
                new ArrayList<>(holder(context.account(), input.policySourceArn()).policies());
        all.addAll(inputs(input.policyInputList()));
        return keys(all);
    }

    private static GetContextKeysForPolicyResponse keys(List<Source> sources) {
        return GetContextKeysForPolicyResponse.builder()
                .contextKeyNames(
                        ContextKeys.of(sources.stream().map(Source::document).toList()).list())
                .build();
    }

    private static List<EvaluationResult> results(
            Simulated simulated, List<String> actions, @Nullable List<String> resources) {
        List<EvaluationResult> results = new ArrayList<>();
        List<String> all = resources == null || resources.isEmpty() ? List.of("*") : resources;
        for (String action : actions) {
            for (String resource : all) {
                results.add(simulated.evaluate(action, resource));
            }
        }
        return results;
    }

    private static SimulatePolicyResponse page(
            List<EvaluationResult> all, @Nullable String marker, @Nullable Integer maxItems) {
        Listing<EvaluationResult> page = Listing.page(all, marker, maxItems);
        return SimulatePolicyResponse.builder()
                .evaluationResults(page.items())
                .isTruncated(page.truncated())
                .marker(page.marker())
                .build();
    }

    private Holder holder(AccountId account, String arn) {
        String resource = Arn.parse(arn).map(Arn::resource).orElse("");
        String name = resource.substring(resource.lastIndexOf('/') + 1);
        if (resource.startsWith("user/")) {
            StoredUser user = iam.users().get(account, name);
            Principal principal =
                    Principal.user(account, user.entity().arn("user", account), user.entity().id());
            List<Source> sources = sources(account, "user", user.grants());
            for (String key : user.groups()) {
                iam.groups()
                        .find(account, key)
                        .ifPresent(
                                group -> sources.addAll(sources(account, "group", group.grants())));
            }
            return new Holder(principal, sources, boundary(account, user.boundary()));
        }
        if (resource.startsWith("role/")) {
            StoredRole role = iam.roles().get(account, name);
            Principal principal =
                    Principal.roleSession(
                            role.assumable(account),
                            "simulated",
                            Principal.Session.plain(role.assumable(account).issuer(), clock.now()));
            return new Holder(
                    principal,
                    sources(account, "role", role.grants()),
                    boundary(account, role.boundary()));
        }
        if (resource.startsWith("group/")) {
            StoredGroup group = iam.groups().get(account, name);
            String itself = group.entity().arn("group", account);
            return new Holder(
                    Principal.user(account, itself, group.entity().id()),
                    sources(account, "group", group.grants()),
                    null);
        }
        throw IamErrors.invalidInput("Invalid Entity Arn: " + arn);
    }

    private List<Source> sources(AccountId account, String type, Grants grants) {
        List<Source> sources = new ArrayList<>();
        grants.inline().forEach((name, document) -> sources.add(new Source(name, type, document)));
        for (String arn : grants.attached()) {
            String kind = AwsPolicies.owns(arn) ? "aws-managed" : "user-managed";
            iam.policies()
                    .document(account, arn)
                    .ifPresent(
                            document ->
                                    sources.add(
                                            new Source(
                                                    arn.substring(arn.lastIndexOf('/') + 1),
                                                    kind,
                                                    document)));
        }
        return sources;
    }

    private @Nullable String boundary(AccountId account, @Nullable String arn) {
        return arn == null ? null : iam.policies().document(account, arn).orElse("{}");
    }

    /** Who is said to call; IAM takes users only. */
    private static Principal caller(RequestContext context, @Nullable String arn) {
        if (arn == null) {
            String nobody =
                    Arn.global("sts", context.account(), "federated-user/simulated").toString();
            return new Principal(
                    context.account(), nobody, nobody, PrincipalKind.FEDERATED_USER, null);
        }
        Arn user =
                Arn.parse(arn)
                        .filter(each -> each.resource().startsWith("user/"))
                        .orElseThrow(() -> IamErrors.invalidInput("Invalid Caller Arn: " + arn));
        return Principal.user(new AccountId(user.account()), arn, arn);
    }

    private static List<Source> inputs(@Nullable List<String> documents) {
        List<Source> sources = new ArrayList<>();
        for (String document : Objects.requireNonNullElse(documents, List.<String>of())) {
            PolicyDocuments.checkIdentityPolicy(document);
            sources.add(new Source(INPUT + (sources.size() + 1), "none", document));
        }
        return sources;
    }

    private static @Nullable String boundary(
            @Nullable List<String> given, @Nullable String otherwise) {
        if (given == null || given.isEmpty()) {
            return otherwise;
        }
        PolicyDocuments.checkIdentityPolicy(given.getFirst());
        return given.getFirst();
    }

    private static @Nullable String resourcePolicy(@Nullable String document) {
        if (document != null) {
            PolicyDocuments.checkResourcePolicy(document);
        }
        return document;
    }

    private static AccountId owner(RequestContext context, @Nullable String owner) {
        if (owner == null) {
            return context.account();
        }
        String account = Arn.parse(owner).map(Arn::account).orElse(owner);
        if (!account.matches("\\d{12}")) {
            throw IamErrors.invalidInput("Invalid Resource Owner: " + owner);
        }
        return new AccountId(account);
    }

    private static Map<String, List<String>> given(@Nullable List<ContextEntry> entries) {
        Map<String, List<String>> given = new HashMap<>();
        for (ContextEntry entry : Objects.requireNonNullElse(entries, List.<ContextEntry>of())) {
            if (entry.contextKeyName() != null) {
                ContextValues.check(entry);
                given.put(
                        entry.contextKeyName().toLowerCase(Locale.ROOT),
                        Objects.requireNonNullElse(entry.contextKeyValues(), List.of()));
            }
        }
        return given;
    }

    private static void reject(@Nullable String resourceHandlingOption) {
        if (resourceHandlingOption != null) {
            throw IamErrors.validation("ResourceHandlingOption is not supported.");
        }
    }
}
