package dev.gatehouse.ecr;

import dev.gatehouse.aws.ecr.AuthorizationData;
import dev.gatehouse.aws.ecr.DescribeRegistryRequest;
import dev.gatehouse.aws.ecr.DescribeRegistryResponse;
import dev.gatehouse.aws.ecr.Ecr;
import dev.gatehouse.aws.ecr.GetAuthorizationTokenRequest;
import dev.gatehouse.aws.ecr.GetAuthorizationTokenResponse;
import dev.gatehouse.aws.ecr.ReplicationConfiguration;
import dev.gatehouse.kernel.Clock;
import dev.gatehouse.store.Scope;
import dev.gatehouse.store.Store;
import dev.gatehouse.wire.RequestContext;
import dev.gatehouse.wire.Service;
import dev.gatehouse.wire.access.ServiceAccess;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;

/** Elastic Container Registry, as far as it is repositories without images. */
public final class EcrService {
    /** Amazon ECR API Reference, "GetAuthorizationToken". */
    private static final Duration TOKEN_LIFE = Duration.ofHours(12);

    private final RepositoryCatalog repositories;
    private final Clock clock;
    private final SecureRandom random = new SecureRandom();

    /**
     * @param store where repositories are kept
     */
    public EcrService(Store store, Clock clock) {
        this.repositories = new RepositoryCatalog(store);
        this.clock = clock;
    }

    /** What decisions about repositories depend on. */
    public ServiceAccess access() {
        return new RepositoryAccess(repositories);
    }

    /** The operations that are implemented. */
    public Service service() {
        Repositories all = new Repositories(repositories, clock);
        RepositoryPolicies policies = new RepositoryPolicies(repositories);
        RepositoryTags tags = new RepositoryTags(repositories);
        return Service.of(Ecr.MODEL)
                .on(Ecr.CREATE_REPOSITORY, all::create)
                .on(Ecr.DESCRIBE_REPOSITORIES, all::describe)
                .on(Ecr.DELETE_REPOSITORY, all::delete)
                .on(Ecr.PUT_IMAGE_TAG_MUTABILITY, all::putMutability)
                .on(Ecr.PUT_IMAGE_SCANNING_CONFIGURATION, all::putScanning)
                .on(Ecr.SET_REPOSITORY_POLICY, policies::set)
                .on(Ecr.GET_REPOSITORY_POLICY, policies::get)
                .on(Ecr.DELETE_REPOSITORY_POLICY, policies::delete)
                .on(Ecr.PUT_LIFECYCLE_POLICY, policies::putLifecycle)
                .on(Ecr.GET_LIFECYCLE_POLICY, policies::lifecycle)
                .on(Ecr.DELETE_LIFECYCLE_POLICY, policies::deleteLifecycle)
                .on(Ecr.TAG_RESOURCE, tags::tag)
                .on(Ecr.UNTAG_RESOURCE, tags::untag)
                .on(Ecr.LIST_TAGS_FOR_RESOURCE, tags::list)
                .on(Ecr.DESCRIBE_REGISTRY, this::registry)
                .on(Ecr.GET_AUTHORIZATION_TOKEN, this::token)
                .build();
    }

    private DescribeRegistryResponse registry(
            RequestContext context, DescribeRegistryRequest input) {
        return DescribeRegistryResponse.builder()
                .registryId(context.account().value())
                .replicationConfiguration(
                        ReplicationConfiguration.builder().rules(List.of()).build())
                .build();
    }

    /** A token in AWS's form, which tools ask for before they look whether there is an image. */
    private GetAuthorizationTokenResponse token(
            RequestContext context, GetAuthorizationTokenRequest input) {
        List<String> registries = input.registryIds();
        String own = context.account().value();
        EcrErrors.reject(
                "registryIds",
                registries == null || registries.stream().allMatch(own::equals)
                        ? null
                        : registries);
        byte[] password = new byte[32];
        random.nextBytes(password);
        String pair = "AWS:" + HexFormat.of().formatHex(password);
        Scope scope = new Scope(context.account(), context.region());
        return GetAuthorizationTokenResponse.builder()
                .authorizationData(
                        List.of(
                                AuthorizationData.builder()
                                        .authorizationToken(
                                                Base64.getEncoder()
                                                        .encodeToString(
                                                                pair.getBytes(
                                                                        StandardCharsets.UTF_8)))
                                        .expiresAt(clock.now().plus(TOKEN_LIFE))
                                        .proxyEndpoint("https://" + RepositoryCatalog.host(scope))
                                        .build()))
                .build();
    }
}
