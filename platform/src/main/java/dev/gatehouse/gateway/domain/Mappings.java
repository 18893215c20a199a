package dev.gatehouse.gateway.domain;

import static dev.gatehouse.gateway.resource.ServiceErrors.badRequest;

import dev.gatehouse.aws.apigatewayv2.UpdateApiMappingResponse;
import dev.gatehouse.gateway.plan.host.DomainPlan;
import dev.gatehouse.gateway.resource.Repositories;
import dev.gatehouse.gateway.resource.Repository;
import dev.gatehouse.kernel.ServiceException;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The mappings of one custom domain name, by the base paths that lead to an API. */
public final class Mappings {
    private static final Pattern KEY =
            Pattern.compile("[A-Za-z0-9$_.+!*'()-]+(/[A-Za-z0-9$_.+!*'()-]+)*");

    private final Repository<UpdateApiMappingResponse> all;

    public Mappings(Repositories in, String domainName) {
        this.all = in.of(DomainTypes.MAPPING, domainName);
    }

    /**
     * Rejects, in AWS's words, the deletion of what mappings lead to.
     *
     * @param stage null where the whole API is deleted
     * @param sort what an API is called there
     */
    public static void requireNone(
            Repositories in, String apiId, @Nullable String stage, String sort) {
        List<String> domains =
                in.of(DomainTypes.DOMAIN).all().stream()
                        .map(each -> String.valueOf(each.domainName()))
                        .filter(
                                domain ->
                                        in.of(DomainTypes.MAPPING, domain).all().stream()
                                                .anyMatch(each -> leadsTo(each, apiId, stage)))
                        .toList();
        if (!domains.isEmpty()) {
            throw badRequest(
                    "Deleting %s failed. Please remove all base path mappings related to the %s in your domains: %s"
                            .formatted(
                                    stage == null ? sort + ' ' + apiId : "stage " + stage,
                                    stage == null ? sort : "stage",
                                    String.join(", ", domains)));
        }
    }

    private static boolean leadsTo(
            UpdateApiMappingResponse mapping, String apiId, @Nullable String stage) {
        return apiId.equals(mapping.apiId()) && (stage == null || stage.equals(mapping.stage()));
    }

    /** The mapping of a base path; {@code (none)} is the empty one. */
    public Optional<UpdateApiMappingResponse> find(String basePath) {
        String key = key(basePath);
        return all.all().stream().filter(each -> key.equals(keyOf(each))).findFirst();
    }

    /** How a base path is kept. */
    public static String key(@Nullable String basePath) {
        return basePath == null || basePath.equals(DomainPlan.NONE) ? "" : basePath;
    }

    /**
     * Rejects a base path that is none or taken.
     *
     * @param own the mapping that may have it; null for a new one
     * @param conflict AWS's rejection of one that is taken
     */
    public void check(String key, @Nullable String own, ServiceException conflict) {
        if (!key.isEmpty() && !KEY.matcher(key).matches()) {
            throw badRequest("Invalid base path specified: " + key);
        }
        Optional<UpdateApiMappingResponse> taken = find(key);
        if (taken.isPresent() && !Objects.equals(taken.get().apiMappingId(), own)) {
            throw conflict;
        }
    }

    private static String keyOf(UpdateApiMappingResponse mapping) {
        return Objects.requireNonNullElse(mapping.apiMappingKey(), "");
    }
}
