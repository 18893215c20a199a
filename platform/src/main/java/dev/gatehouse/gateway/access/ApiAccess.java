package dev.gatehouse.gateway.access;

import dev.gatehouse.aws.OperationModel;
import dev.gatehouse.aws.Structure;
import dev.gatehouse.aws.View;
import dev.gatehouse.gateway.apigateway.repository.RestTypes;
import dev.gatehouse.gateway.apigatewayv2.repository.HttpTypes;
import dev.gatehouse.gateway.domain.DomainTypes;
import dev.gatehouse.gateway.link.LinkTypes;
import dev.gatehouse.gateway.openapi.OpenApiDocument;
import dev.gatehouse.gateway.plan.CallerCredentials;
import dev.gatehouse.gateway.resource.Repository;
import dev.gatehouse.gateway.resource.ResourceType;
import dev.gatehouse.gateway.resource.Transactions;
import dev.gatehouse.identity.policy.ConditionKeys;
import dev.gatehouse.identity.policy.ProtectedResource;
import dev.gatehouse.kernel.AccountId;
import dev.gatehouse.kernel.Clock;
import dev.gatehouse.kernel.Once;
import dev.gatehouse.kernel.Region;
import dev.gatehouse.store.Scope;
import dev.gatehouse.store.Store;
import dev.gatehouse.wire.RequestContext;
import dev.gatehouse.wire.access.Need;
import dev.gatehouse.wire.access.ServiceAccess;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What API Gateway's operations need beside HTTP's methods, and what their requests say. */
public final class ApiAccess implements ServiceAccess {
    /** The paths of patches that pass a role (IAM User Guide, "Granting permissions to pass"). */
    private static final Set<String> PASSED =
            Set.of("/credentials", "/authorizerCredentials", "/cloudwatchRoleArn");

    /** In an ARN: the collection, and the id of what carries the tags. */
    private static final Pattern RESOURCE =
            Pattern.compile("arn:[^:]+:apigateway:([^:]+)::/([^/]+)(?:/([^/]+))?(?:/.*)?");

    private final Transactions transactions;

    public ApiAccess(Store store, Clock clock) {
        this.transactions = new Transactions(store, clock);
    }

    @Override
    public ProtectedResource resource(ProtectedResource plain) {
        return plain.withTags(() -> Optional.of(tags(plain.arn(), plain.account())));
    }

    /** What belongs to an API or a domain has its tags; what is not there yet has none. */
    private Map<String, String> tags(String arn, AccountId account) {
        Matcher resource = RESOURCE.matcher(arn);
        Region region = resource.matches() ? Region.parse(resource.group(1)).orElse(null) : null;
        if (region == null || resource.group(3) == null) {
            return Map.of();
        }
        if (resource.group(2).equals("tags")) { // of whatever it names, in one part of the path
            return tags(URLDecoder.decode(resource.group(3), StandardCharsets.UTF_8), account);
        }
        Scope scope = new Scope(account, region);
        String id = resource.group(3);
        if (resource.group(2).equals("vpclinks")) { // of either service
            Map<String, String> first =
                    transactions.in(scope, in -> tags(in.of(LinkTypes.LINK), id));
            return first.isEmpty()
                    ? transactions.in(scope, in -> tags(in.of(LinkTypes.LINK_V2), id))
                    : first;
        }
        ResourceType<?> type =
                switch (resource.group(2)) {
                    case "restapis" -> RestTypes.API;
                    case "apis" -> HttpTypes.API;
                    case "domainnames" -> DomainTypes.DOMAIN;
                    case "clientcertificates" -> LinkTypes.CLIENT_CERTIFICATE;
                    default -> null;
                };
        return type == null ? Map.of() : transactions.in(scope, in -> tags(in.of(type), id));
    }

    @SuppressWarnings("unchecked") // the models say so
    private static Map<String, String> tags(Repository<?> all, String id) {
        Structure found = all.find(id).map(View::data).orElse(null);
        if (found == null) {
            return Map.of();
        }
        Object tags = found.value("tags") == null ? found.value("Tags") : found.value("tags");
        return tags == null ? Map.of() : (Map<String, String>) tags;
    }

    @Override
    public List<String> passedRoles(
            RequestContext context, OperationModel operation, Structure input) {
        List<String> roles = new ArrayList<>(ImportedRoles.of(context, operation, input));
        roles.addAll(ClonedRoles.of(transactions, context, operation, input));
        String patched = passedByPatch(input);
        if (patched != null) {
            roles.add(patched);
        }
        return roles;
    }

    private static @Nullable String passedByPatch(Structure input) {
        return RequestMembers.patches(input).entrySet().stream()
                .filter(patch -> PASSED.contains(patch.getKey()) && !patch.getValue().isEmpty())
                .filter(patch -> !CallerCredentials.are(patch.getValue()))
                .map(Map.Entry::getValue)
                .findFirst()
                .orElse(null);
    }

    @Override
    public ConditionKeys keys(
            RequestContext context, OperationModel operation, Structure input, Need need) {
        Once<Optional<OpenApiDocument>> imported =
                new Once<>(() -> ImportedDocuments.of(context, operation, input));
        return key -> {
            if (key.startsWith(RequestMembers.REQUEST)) {
                String name = key.substring(RequestMembers.REQUEST.length());
                return imported.get()
                        .map(document -> ImportedDocuments.values(name, document))
                        .orElseGet(() -> RequestMembers.ofRequest(key, operation, input));
            }
            return key.startsWith(RequestMembers.RESOURCE)
                    ? RequestMembers.ofResource(
                            key,
                            operation,
                            StoredResources.of(transactions, context, operation, input))
                    : null;
        };
    }
}
