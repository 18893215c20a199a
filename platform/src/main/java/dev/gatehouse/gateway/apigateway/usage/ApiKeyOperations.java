package dev.gatehouse.gateway.apigateway.usage;

import static dev.gatehouse.gateway.resource.ServiceErrors.badRequest;

import dev.gatehouse.aws.apigateway.ApiGateway;
import dev.gatehouse.aws.apigateway.ApiKey;
import dev.gatehouse.aws.apigateway.ApiKeyIds;
import dev.gatehouse.aws.apigateway.CreateApiKeyRequest;
import dev.gatehouse.aws.apigateway.DeleteApiKeyRequest;
import dev.gatehouse.aws.apigateway.GetApiKeyRequest;
import dev.gatehouse.aws.apigateway.GetApiKeysRequest;
import dev.gatehouse.aws.apigateway.ImportApiKeysRequest;
import dev.gatehouse.aws.apigateway.StageKey;
import dev.gatehouse.aws.apigateway.UpdateApiKeyRequest;
import dev.gatehouse.gateway.apigateway.patch.PatchTable;
import dev.gatehouse.gateway.apigateway.patch.PatchType;
import dev.gatehouse.gateway.apigateway.patch.Wording;
import dev.gatehouse.gateway.apigateway.repository.Patches;
import dev.gatehouse.gateway.apigateway.repository.RestLimits;
import dev.gatehouse.gateway.apigateway.repository.RestTypes;
import dev.gatehouse.gateway.resource.Change;
import dev.gatehouse.gateway.resource.Ids;
import dev.gatehouse.gateway.resource.Page;
import dev.gatehouse.gateway.resource.Repositories;
import dev.gatehouse.gateway.resource.Repository;
import dev.gatehouse.gateway.resource.Resources;
import dev.gatehouse.gateway.resource.TagRules;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The operations on API keys. Their values are shown to those only who ask for them. */
public final class ApiKeyOperations {
    private static final int SHORTEST_VALUE = 20;
    private static final int LONGEST_VALUE = 128;
    private static final PatchTable PATCH =
            PatchTable.worded(Wording.LISTS_THE_PATHS)
                    .replace(PatchType.TEXT, "/name", "/description", "/customerId")
                    .replace(PatchType.BOOLEAN, "/enabled")
                    .values("/stages", "/stageKeys")
                    .build();

    private ApiKeyOperations() {}

    public static void addTo(Resources service, UsagePublisher publisher, RestLimits limits) {
        service.on(
                        ApiGateway.IMPORT_API_KEYS,
                        publisher::writeImport,
                        _ -> "",
                        (in, request) -> importKeys(in, request, limits))
                .of(UsageTypes.KEY)
                .get(ApiGateway.GET_API_KEY, ApiKeyOperations::get)
                .list(ApiGateway.GET_API_KEYS, ApiKeyOperations::page)
                .writing(publisher::writeKey)
                .create(ApiGateway.CREATE_API_KEY, (in, request) -> create(in, request, limits))
                .delete(ApiGateway.DELETE_API_KEY, ApiKeyOperations::delete)
                .shown(ApiKeyOperations::withoutValue)
                .update(ApiGateway.UPDATE_API_KEY, ApiKeyOperations::update);
    }

    private static ApiKey create(Repositories in, CreateApiKeyRequest request, RestLimits limits) {
        TagRules.check(request.tags());
        ApiKey wanted = UsageTypes.KEY.from(request.toBuilder().stageKeys(null).build());
        ApiKey fresh =
                fresh(
                        in,
                        wanted.toBuilder().enabled(Boolean.TRUE.equals(request.enabled())).build(),
                        limits);
        return withStages(in, fresh, stages(request));
    }

    /** Stages as keys show them: {@code apiId/stage}. */
    private static List<String> stages(CreateApiKeyRequest request) {
        return Objects.requireNonNullElse(request.stageKeys(), List.<StageKey>of()).stream()
                .map(stage -> stage.restApiId() + "/" + stage.stageName())
                .toList();
    }

    /** Stages of a key are kept and shown; what it opens is said by usage plans alone. */
    private static ApiKey withStages(Repositories in, ApiKey key, List<String> stages) {
        for (String stage : stages) {
            int end = Math.max(stage.indexOf('/'), 0);
            String api = stage.substring(0, end);
            if (in.of(RestTypes.API).find(api).isEmpty()
                    || in.of(RestTypes.STAGE, api).find(stage.substring(end + 1)).isEmpty()) {
                throw badRequest("Invalid stage identifier specified");
            }
        }
        return key.toBuilder().stageKeys(stages).build();
    }

    /** A new key with what AWS gives it; rejects what AWS rejects. */
    static ApiKey fresh(Repositories in, ApiKey wanted, RestLimits limits) {
        String value = wanted.value();
        if (value == null || value.isEmpty()) {
            value = KeyText.generated();
        }
        if (value.length() < SHORTEST_VALUE) {
            throw badRequest("API Key value should be at least 20 characters");
        }
        if (value.length() > LONGEST_VALUE) {
            throw badRequest("API Key value should be at most 128 characters");
        }
        if (!value.matches("[\\x21-\\x7e]+")) {
            throw badRequest("API Key value contains invalid characters");
        }
        in.of(UsageTypes.KEY)
                .requireRoom(limits.apiKeys(), "Maximum number of API Keys has been reached");
        return wanted.toBuilder()
                .id(Ids.api())
                .value(value)
                .stageKeys(List.of())
                .createdDate(in.now())
                .lastUpdatedDate(in.now())
                .build();
    }

    private static ApiKey get(Repositories in, ApiKey key, GetApiKeyRequest request) {
        return Boolean.TRUE.equals(request.includeValue()) ? key : withoutValue(key);
    }

    private static ApiKey withoutValue(ApiKey key) {
        return key.toBuilder().value(null).build();
    }

    /** Pages of those that a request filters are sought from where the page before ended. */
    private static Page<ApiKey> page(
            Repositories in, GetApiKeysRequest request, @Nullable String position, int limit) {
        Repository<ApiKey> all = in.of(UsageTypes.KEY);
        Page<ApiKey> page =
                Pages.filtered(
                        all::page,
                        position,
                        limit,
                        key -> matches(key, request),
                        key -> Objects.requireNonNull(key.id()));
        return Boolean.TRUE.equals(request.includeValues())
                ? page
                : new Page<>(
                        page.items().stream().map(ApiKeyOperations::withoutValue).toList(),
                        page.next());
    }

    /** A name is asked for by how it begins. */
    private static boolean matches(ApiKey key, GetApiKeysRequest request) {
        String name = request.nameQuery();
        String customer = request.customerId();
        return (name == null || Objects.requireNonNullElse(key.name(), "").startsWith(name))
                && (customer == null || customer.equals(key.customerId()));
    }

    private static ApiKey update(Repositories in, ApiKey key, UpdateApiKeyRequest request) {
        ApiKey changed = Patches.apply(PATCH, UsageTypes.KEY, key, request.patchOperations());
        List<String> stages = Objects.requireNonNullElse(changed.stageKeys(), List.of());
        boolean same = stages.equals(key.stageKeys());
        return (same ? changed : withStages(in, changed, stages))
                .toBuilder().lastUpdatedDate(in.now()).build();
    }

    private static void delete(Repositories in, ApiKey key, DeleteApiKeyRequest request) {
        String id = request.apiKey();
        for (String plan : PlansOfKeys.of(in, id)) {
            in.of(UsageTypes.PLAN_KEY, plan).delete(id);
            in.documents(UsageDocument.KIND, plan).delete(id);
        }
    }

    private static Change<ApiKeyIds> importKeys(
            Repositories in, ImportApiKeysRequest request, RestLimits limits) {
        boolean strict = Boolean.TRUE.equals(request.failOnWarnings());
        return new Change<>("", null, new KeyImport(in, limits, strict).carryOut(request.body()));
    }
}
