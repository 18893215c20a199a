package dev.gatehouse.secretsmanager;

import dev.gatehouse.aws.secretsmanager.DescribeSecretRequest;
import dev.gatehouse.aws.secretsmanager.DescribeSecretResponse;
import dev.gatehouse.aws.secretsmanager.Filter;
import dev.gatehouse.aws.secretsmanager.ListSecretsRequest;
import dev.gatehouse.aws.secretsmanager.ListSecretsResponse;
import dev.gatehouse.aws.secretsmanager.SecretListEntry;
import dev.gatehouse.store.Scope;
import dev.gatehouse.wire.RequestContext;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Looking at secrets, but not at what they hold. */
final class SecretDescriptions {
    private static final int PAGE = 100;

    private final SecretCatalog secrets;

    SecretDescriptions(SecretCatalog secrets) {
        this.secrets = secrets;
    }

    DescribeSecretResponse describe(RequestContext context, DescribeSecretRequest input) {
        StoredSecret secret = secrets.require(scope(context), input.secretId()).secret();
        return DescribeSecretResponse.builder()
                .arn(secret.arn())
                .name(secret.name())
                .description(secret.settings().description())
                .kmsKeyId(secret.settings().keyId())
                .lastChangedDate(secret.changed())
                .deletedDate(deleted(secret))
                .tags(SecretTags.shown(secret.settings().tags()))
                .versionIdsToStages(secret.stages().isEmpty() ? null : secret.stages())
                .createdDate(secret.created())
                .build();
    }

    private static @Nullable Instant deleted(StoredSecret secret) {
        StoredSecret.Deletion deletion = secret.deletion();
        return deletion == null ? null : deletion.asked();
    }

    ListSecretsResponse list(RequestContext context, ListSecretsRequest input) {
        boolean planned = Boolean.TRUE.equals(input.includePlannedDeletion());
        List<Filter> filters = Objects.requireNonNullElse(input.filters(), List.of());
        List<StoredSecret> found =
                secrets.all(scope(context)).stream()
                        .filter(secret -> planned || secret.deletion() == null)
                        .filter(secret -> filters.stream().allMatch(each -> fits(secret, each)))
                        .sorted(order(input.sortBy(), "asc".equals(input.sortOrder())))
                        .toList();
        Page<StoredSecret> page =
                Page.of(
                        found,
                        StoredSecret::name,
                        input.nextToken(),
                        Objects.requireNonNullElse(input.maxResults(), PAGE));
        return ListSecretsResponse.builder()
                .secretList(page.shown().stream().map(SecretDescriptions::entry).toList())
                .nextToken(page.next())
                .build();
    }

    private static Comparator<StoredSecret> order(@Nullable String by, boolean ascending) {
        Comparator<StoredSecret> order =
                switch (Objects.requireNonNullElse(by, "created-date")) {
                    case "name" -> Comparator.comparing(StoredSecret::name);
                    case "last-changed-date" -> Comparator.comparing(StoredSecret::changed);
                    case "last-accessed-date" ->
                            throw SecretErrors.parameter(
                                    "SortBy last-accessed-date is not supported.");
                    default -> Comparator.comparing(StoredSecret::created);
                };
        return ascending ? order : order.reversed();
    }

    /** One of a filter's values must begin what it looks at; with a {@code !} none may. */
    private static boolean fits(StoredSecret secret, Filter filter) {
        String key = String.valueOf(filter.key());
        List<String> values = Objects.requireNonNullElse(filter.values(), List.of());
        boolean negated = values.stream().allMatch(value -> value.startsWith("!"));
        boolean found =
                values.stream()
                        .map(value -> value.startsWith("!") ? value.substring(1) : value)
                        .anyMatch(
                                value -> looked(secret, key).anyMatch(t -> begins(t, key, value)));
        return values.isEmpty() || found != negated;
    }

    private static Stream<String> looked(StoredSecret secret, String key) {
        StoredSecret.Settings settings = secret.settings();
        Stream<String> described = Stream.ofNullable(settings.description());
        return switch (key) {
            case "name" -> Stream.of(secret.name());
            case "description" -> described;
            case "tag-key" -> settings.tags().keySet().stream();
            case "tag-value" -> settings.tags().values().stream();
            case "all" ->
                    Stream.of(
                                    Stream.of(secret.name()),
                                    described,
                                    settings.tags().keySet().stream(),
                                    settings.tags().values().stream())
                            .flatMap(each -> each);
            default -> Stream.empty();
        };
    }

    /** Descriptions are looked at without regard to case, and all by words. */
    private static boolean begins(String text, String key, String value) {
        boolean loose = key.equals("description") || key.equals("all");
        return loose
                ? text.toLowerCase(Locale.ROOT).contains(value.toLowerCase(Locale.ROOT))
                : text.startsWith(value);
    }

    private static SecretListEntry entry(StoredSecret secret) {
        return SecretListEntry.builder()
                .arn(secret.arn())
                .name(secret.name())
                .description(secret.settings().description())
                .kmsKeyId(secret.settings().keyId())
                .lastChangedDate(secret.changed())
                .deletedDate(deleted(secret))
                .tags(SecretTags.shown(secret.settings().tags()))
                .secretVersionsToStages(secret.stages())
                .createdDate(secret.created())
                .build();
    }

    private static Scope scope(RequestContext context) {
        return new Scope(context.account(), context.region());
    }
}
