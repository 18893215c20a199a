package dev.gatehouse.ecr;

import dev.gatehouse.aws.ecr.AuthorizationData;
import dev.gatehouse.aws.ecr.DescribeRegistryRequest;
import dev.gatehouse.aws.ecr.DescribeRegistryResponse;
import dev.gatehouse.aws.ecr.Ecr;
import dev.gatehouse.aws.ecr.GetAuthorizationTokenRequest;
import dev.gatehouse.aws.ecr.GetAuthorizationTokenResponse;
import dev.gatehouse.aws.ecr.ReplicationConfiguration;
import dev.gatehouse.client.AwsServices;
import dev.gatehouse.client.CallerIdentity;
import dev.gatehouse.function.NodeImages;
import dev.gatehouse.kernel.Clock;
import dev.gatehouse.store.Scope;
import dev.gatehouse.store.Store;
import dev.gatehouse.wire.RequestContext;
import dev.gatehouse.wire.Service;
import dev.gatehouse.wire.access.ServiceAccess;
import java.nio.file.Path;
import java.util.List;

/** Elastic Container Registry, repositories and the images that are pushed to them. */
public final class EcrService {
    private final RepositoryCatalog repositories;
    private final ImageCatalog images;
    private final RegistryTokens tokens;
    private final Clock clock;

    /**
     * @param store where repositories are kept
     * @param folder where layers are kept
     */
    public EcrService(Store store, Path folder, Clock clock) {
        this.repositories = new RepositoryCatalog(store);
        this.images = new ImageCatalog(store, repositories, new ImageFiles(folder, clock), clock);
        this.tokens = new RegistryTokens(clock);
        this.clock = clock;
    }

    /** The registry that images are pushed to. */
    public RegistryProtocol registry(AwsServices services) {
        return new RegistryProtocol(tokens, repositories, images, services);
    }

    /** The images, for functions. */
    public NodeImages images() {
        return new PushedImages(images);
    }

    /** What decisions about repositories depend on. */
    public ServiceAccess access() {
        return new RepositoryAccess(repositories);
    }

    /** The operations that are implemented. */
    public Service service() {
        Repositories all = new Repositories(repositories, images, clock);
        RepositoryPolicies policies = new RepositoryPolicies(repositories);
        RepositoryTags tags = new RepositoryTags(repositories);
        ImageOperations pushed = new ImageOperations(repositories, images);
        LayerOperations layers = new LayerOperations(repositories, images.files(), tokens);
        return Service.of(Ecr.MODEL)
                .on(Ecr.BATCH_CHECK_LAYER_AVAILABILITY, layers::check)
                .on(Ecr.GET_DOWNLOAD_URL_FOR_LAYER, layers::download)
                .on(Ecr.INITIATE_LAYER_UPLOAD, layers::begin)
                .on(Ecr.UPLOAD_LAYER_PART, layers::add)
                .on(Ecr.COMPLETE_LAYER_UPLOAD, layers::complete)
                .on(Ecr.PUT_IMAGE, pushed::put)
                .on(Ecr.BATCH_GET_IMAGE, pushed::get)
                .on(Ecr.DESCRIBE_IMAGES, pushed::describe)
                .on(Ecr.LIST_IMAGES, pushed::list)
                .on(Ecr.BATCH_DELETE_IMAGE, pushed::delete)
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

    /** What opens the registry for its caller. */
    private GetAuthorizationTokenResponse token(
            RequestContext context, GetAuthorizationTokenRequest input) {
        List<String> registries = input.registryIds();
        String own = context.account().value();
        EcrErrors.reject(
                "registryIds",
                registries == null || registries.stream().allMatch(own::equals)
                        ? null
                        : registries);
        RegistryTokens.Token token =
                tokens.issue(new CallerIdentity(context.principal(), context.region()));
        Scope scope = new Scope(context.account(), context.region());
        return GetAuthorizationTokenResponse.builder()
                .authorizationData(
                        List.of(
                                AuthorizationData.builder()
                                        .authorizationToken(token.encoded())
                                        .expiresAt(token.expiry())
                                        .proxyEndpoint("https://" + RepositoryCatalog.host(scope))
                                        .build()))
                .build();
    }
}
