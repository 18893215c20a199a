package dev.gatehouse.ecr;

import dev.gatehouse.aws.ecr.CreateRepositoryRequest;
import dev.gatehouse.aws.ecr.CreateRepositoryResponse;
import dev.gatehouse.aws.ecr.DeleteRepositoryRequest;
import dev.gatehouse.aws.ecr.DeleteRepositoryResponse;
import dev.gatehouse.aws.ecr.DescribeRepositoriesRequest;
import dev.gatehouse.aws.ecr.DescribeRepositoriesResponse;
import dev.gatehouse.aws.ecr.EncryptionConfiguration;
import dev.gatehouse.aws.ecr.ImageScanningConfiguration;
import dev.gatehouse.aws.ecr.ImageTagMutabilityExclusionFilter;
import dev.gatehouse.aws.ecr.PutImageScanningConfigurationRequest;
import dev.gatehouse.aws.ecr.PutImageScanningConfigurationResponse;
import dev.gatehouse.aws.ecr.PutImageTagMutabilityRequest;
import dev.gatehouse.aws.ecr.PutImageTagMutabilityResponse;
import dev.gatehouse.aws.ecr.Repository;
import dev.gatehouse.ecr.StoredRepository.Mutability;
import dev.gatehouse.kernel.Clock;
import dev.gatehouse.store.Scope;
import dev.gatehouse.wire.RequestContext;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Makes, shows, changes and deletes repositories. */
final class Repositories {
    private static final int PAGE = 100;
    private static final String ENCRYPTION = "AES256";

    private final RepositoryCatalog repositories;
    private final ImageCatalog images;
    private final Clock clock;

    Repositories(RepositoryCatalog repositories, ImageCatalog images, Clock clock) {
        this.repositories = repositories;
        this.images = images;
        this.clock = clock;
    }

    CreateRepositoryResponse create(RequestContext context, CreateRepositoryRequest input) {
        Scope scope = scope(context);
        String registry = input.registryId();
        if (registry != null && !registry.equals(scope.account().value())) {
            EcrErrors.reject("registryId", registry);
        }
        EncryptionConfiguration encryption = input.encryptionConfiguration();
        if (encryption != null && !encryption.encryptionType().equals(ENCRYPTION)) {
            EcrErrors.reject("encryptionType", encryption.encryptionType());
        }
        EcrErrors.reject("kmsKey", encryption == null ? null : encryption.kmsKey());
        ImageScanningConfiguration scanning = input.imageScanningConfiguration();
        String setting = input.imageTagMutability();
        StoredRepository made =
                new StoredRepository(
                        input.repositoryName(),
                        clock.now(),
                        setting == null
                                ? Mutability.DEFAULT
                                : mutability(setting, input.imageTagMutabilityExclusionFilters()),
                        scanning != null && Boolean.TRUE.equals(scanning.scanOnPush()),
                        null,
                        null,
                        RepositoryTags.of(input.tags()));
        repositories.insert(scope, made);
        return CreateRepositoryResponse.builder().repository(view(scope, made)).build();
    }

    private static Mutability mutability(
            String setting, @Nullable List<ImageTagMutabilityExclusionFilter> filters) {
        List<String> exclusions =
                Objects.requireNonNullElse(filters, List.<ImageTagMutabilityExclusionFilter>of())
                        .stream()
                        .map(ImageTagMutabilityExclusionFilter::filter)
                        .toList();
        if (setting.endsWith("_EXCLUSION") == exclusions.isEmpty()) {
            throw EcrErrors.invalid(
                    "imageTagMutabilityExclusionFilters",
                    exclusions.isEmpty()
                            ? "Filters must be specified with " + setting
                            : "Filters must not be specified with " + setting);
        }
        return new Mutability(setting, exclusions);
    }

    DescribeRepositoriesResponse describe(
            RequestContext context, DescribeRepositoriesRequest input) {
        Scope scope = scope(context);
        List<String> names = Objects.requireNonNullElse(input.repositoryNames(), List.of());
        if (!names.isEmpty()) {
            return DescribeRepositoriesResponse.builder()
                    .repositories(
                            names.stream()
                                    .map(
                                            each ->
                                                    repositories.require(
                                                            scope, input.registryId(), each))
                                    .map(each -> view(scope, each))
                                    .toList())
                    .build();
        }
        int most = Objects.requireNonNullElse(input.maxResults(), PAGE);
        List<StoredRepository> found = repositories.list(scope, input.nextToken(), most + 1);
        List<StoredRepository> shown = found.subList(0, Math.min(most, found.size()));
        return DescribeRepositoriesResponse.builder()
                .repositories(shown.stream().map(each -> view(scope, each)).toList())
                .nextToken(found.size() > most ? shown.getLast().name() : null)
                .build();
    }

    /** Deletes a repository; one that has images only by {@code force}. */
    DeleteRepositoryResponse delete(RequestContext context, DeleteRepositoryRequest input) {
        Scope scope = scope(context);
        StoredRepository last =
                repositories.require(scope, input.registryId(), input.repositoryName());
        if (!Boolean.TRUE.equals(input.force()) && !images.list(scope, last.name()).isEmpty()) {
            throw EcrErrors.of(
                    "RepositoryNotEmptyException",
                    "The repository with name '%s' in registry with id '%s' cannot be deleted"
                            + " because it still contains images",
                    last.name(),
                    scope.account().value());
        }
        repositories.delete(scope, last.name());
        images.deleteAll(scope, last.name());
        return DeleteRepositoryResponse.builder().repository(view(scope, last)).build();
    }

    PutImageTagMutabilityResponse putMutability(
            RequestContext context, PutImageTagMutabilityRequest input) {
        Scope scope = scope(context);
        Mutability wanted =
                mutability(input.imageTagMutability(), input.imageTagMutabilityExclusionFilters());
        repositories.update(
                scope, input.registryId(), input.repositoryName(), each -> each.with(wanted));
        return PutImageTagMutabilityResponse.builder()
                .registryId(scope.account().value())
                .repositoryName(input.repositoryName())
                .imageTagMutability(wanted.setting())
                .imageTagMutabilityExclusionFilters(filters(wanted))
                .build();
    }

    PutImageScanningConfigurationResponse putScanning(
            RequestContext context, PutImageScanningConfigurationRequest input) {
        Scope scope = scope(context);
        boolean onPush = Boolean.TRUE.equals(input.imageScanningConfiguration().scanOnPush());
        repositories.update(
                scope, input.registryId(), input.repositoryName(), each -> each.scanning(onPush));
        return PutImageScanningConfigurationResponse.builder()
                .registryId(scope.account().value())
                .repositoryName(input.repositoryName())
                .imageScanningConfiguration(
                        ImageScanningConfiguration.builder().scanOnPush(onPush).build())
                .build();
    }

    private static Repository view(Scope scope, StoredRepository repository) {
        return Repository.builder()
                .repositoryArn(RepositoryCatalog.arn(scope, repository.name()))
                .registryId(scope.account().value())
                .repositoryName(repository.name())
                .repositoryUri(RepositoryCatalog.host(scope) + "/" + repository.name())
                .createdAt(repository.created())
                .imageTagMutability(repository.mutability().setting())
                .imageTagMutabilityExclusionFilters(filters(repository.mutability()))
                .imageScanningConfiguration(
                        ImageScanningConfiguration.builder()
                                .scanOnPush(repository.scanOnPush())
                                .build())
                .encryptionConfiguration(
                        EncryptionConfiguration.builder().encryptionType(ENCRYPTION).build())
                .build();
    }

    private static @Nullable List<ImageTagMutabilityExclusionFilter> filters(
            Mutability mutability) {
        return mutability.exclusions().isEmpty()
                ? null
                : mutability.exclusions().stream()
                        .map(
                                each ->
                                        ImageTagMutabilityExclusionFilter.builder()
                                                .filterType("WILDCARD")
                                                .filter(each)
                                                .build())
                        .toList();
    }

    private static Scope scope(RequestContext context) {
        return new Scope(context.account(), context.region());
    }
}
