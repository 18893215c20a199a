package dev.gatehouse.ecr;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.gatehouse.aws.ecr.DeleteLifecyclePolicyRequest;
import dev.gatehouse.aws.ecr.DeleteLifecyclePolicyResponse;
import dev.gatehouse.aws.ecr.DeleteRepositoryPolicyRequest;
import dev.gatehouse.aws.ecr.DeleteRepositoryPolicyResponse;
import dev.gatehouse.aws.ecr.GetLifecyclePolicyRequest;
import dev.gatehouse.aws.ecr.GetLifecyclePolicyResponse;
import dev.gatehouse.aws.ecr.GetRepositoryPolicyRequest;
import dev.gatehouse.aws.ecr.GetRepositoryPolicyResponse;
import dev.gatehouse.aws.ecr.PutLifecyclePolicyRequest;
import dev.gatehouse.aws.ecr.PutLifecyclePolicyResponse;
import dev.gatehouse.aws.ecr.SetRepositoryPolicyRequest;
import dev.gatehouse.aws.ecr.SetRepositoryPolicyResponse;
import dev.gatehouse.identity.policy.MalformedPolicyException;
import dev.gatehouse.identity.policy.Policy;
import dev.gatehouse.store.Scope;
import dev.gatehouse.wire.RequestContext;
import org.jspecify.annotations.Nullable;

/** The two policies of a repository: who else may use it, and which images expire. */
final class RepositoryPolicies {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final RepositoryCatalog repositories;

    RepositoryPolicies(RepositoryCatalog repositories) {
        this.repositories = repositories;
    }

    /** Sets who else may use a repository; that has a say in every call from now on. */
    SetRepositoryPolicyResponse set(RequestContext context, SetRepositoryPolicyRequest input) {
        String text = input.policyText();
        try {
            Policy.of(text);
        } catch (MalformedPolicyException malformed) {
            throw EcrErrors.invalid("PolicyText", "Invalid repository policy provided");
        }
        Scope scope = scope(context);
        repositories.update(
                scope, input.registryId(), input.repositoryName(), each -> each.underPolicy(text));
        return SetRepositoryPolicyResponse.builder()
                .registryId(scope.account().value())
                .repositoryName(input.repositoryName())
                .policyText(text)
                .build();
    }

    GetRepositoryPolicyResponse get(RequestContext context, GetRepositoryPolicyRequest input) {
        Scope scope = scope(context);
        String text =
                policy(
                        scope,
                        repositories.require(scope, input.registryId(), input.repositoryName()));
        return GetRepositoryPolicyResponse.builder()
                .registryId(scope.account().value())
                .repositoryName(input.repositoryName())
                .policyText(text)
                .build();
    }

    DeleteRepositoryPolicyResponse delete(
            RequestContext context, DeleteRepositoryPolicyRequest input) {
        Scope scope = scope(context);
        String text =
                policy(
                        scope,
                        repositories.require(scope, input.registryId(), input.repositoryName()));
        repositories.update(scope, null, input.repositoryName(), each -> each.underPolicy(null));
        return DeleteRepositoryPolicyResponse.builder()
                .registryId(scope.account().value())
                .repositoryName(input.repositoryName())
                .policyText(text)
                .build();
    }

    private static String policy(Scope scope, StoredRepository repository) {
        String text = repository.policy();
        if (text == null) {
            throw EcrErrors.noPolicy(repository.name(), scope.account().value());
        }
        return text;
    }

    PutLifecyclePolicyResponse putLifecycle(
            RequestContext context, PutLifecyclePolicyRequest input) {
        String text = input.lifecyclePolicyText();
        String problem = problem(text);
        if (problem != null) {
            throw EcrErrors.invalid(
                    "LifecyclePolicyText", "Lifecycle policy validation failure: " + problem);
        }
        Scope scope = scope(context);
        repositories.update(
                scope, input.registryId(), input.repositoryName(), each -> each.expiringBy(text));
        return PutLifecyclePolicyResponse.builder()
                .registryId(scope.account().value())
                .repositoryName(input.repositoryName())
                .lifecyclePolicyText(text)
                .build();
    }

    private static @Nullable String problem(String text) {
        try {
            JsonNode rules = JSON.readTree(text).path("rules");
            if (!rules.isArray() || rules.isEmpty()) {
                return "object has missing required properties ([\"rules\"])";
            }
            for (JsonNode rule : rules) {
                for (String needed : new String[] {"rulePriority", "selection", "action"}) {
                    if (!rule.has(needed)) {
                        return "object has missing required properties ([\"" + needed + "\"])";
                    }
                }
            }
            return null;
        } catch (JsonProcessingException malformed) {
            return "Unable to parse the provided JSON";
        }
    }

    GetLifecyclePolicyResponse lifecycle(RequestContext context, GetLifecyclePolicyRequest input) {
        Scope scope = scope(context);
        StoredRepository repository =
                repositories.require(scope, input.registryId(), input.repositoryName());
        return GetLifecyclePolicyResponse.builder()
                .registryId(scope.account().value())
                .repositoryName(repository.name())
                .lifecyclePolicyText(lifecycle(scope, repository))
                .lastEvaluatedAt(repository.created())
                .build();
    }

    DeleteLifecyclePolicyResponse deleteLifecycle(
            RequestContext context, DeleteLifecyclePolicyRequest input) {
        Scope scope = scope(context);
        StoredRepository repository =
                repositories.require(scope, input.registryId(), input.repositoryName());
        String text = lifecycle(scope, repository);
        repositories.update(scope, null, repository.name(), each -> each.expiringBy(null));
        return DeleteLifecyclePolicyResponse.builder()
                .registryId(scope.account().value())
                .repositoryName(repository.name())
                .lifecyclePolicyText(text)
                .lastEvaluatedAt(repository.created())
                .build();
    }

    private static String lifecycle(Scope scope, StoredRepository repository) {
        String text = repository.lifecycle();
        if (text == null) {
            throw EcrErrors.noLifecycle(repository.name(), scope.account().value());
        }
        return text;
    }

    private static Scope scope(RequestContext context) {
        return new Scope(context.account(), context.region());
    }
}
