package dev.gatehouse.ssm;

import dev.gatehouse.aws.ssm.ParameterStringFilter;
import dev.gatehouse.aws.ssm.ParametersFilter;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What listings are narrowed by: all filters must match, each by one of its values. */
final class ParameterFilters {
    private static final String LABEL = "Label";
    private static final String PATH = "Path";
    private static final String EQUALS = "Equals";
    private static final String BEGINS = "BeginsWith";
    private static final String CONTAINS = "Contains";
    private static final String RECURSIVE = "Recursive";
    private static final String ONE_LEVEL = "OneLevel";
    private static final String TAG = "tag:";

    private final List<ParameterStringFilter> filters;

    private ParameterFilters(List<ParameterStringFilter> filters) {
        this.filters = filters;
    }

    /** Those of GetParametersByPath. */
    static ParameterFilters ofPath(@Nullable List<ParameterStringFilter> asked) {
        return checked(asked, List.of("Type", "KeyId", LABEL));
    }

    /** Those of DescribeParameters. */
    static ParameterFilters ofDescription(@Nullable List<ParameterStringFilter> asked) {
        return checked(asked, List.of("Path", "Name", "Type", "KeyId", "Tier", "DataType"));
    }

    private static ParameterFilters checked(
            @Nullable List<ParameterStringFilter> asked, List<String> keys) {
        List<ParameterStringFilter> filters = Objects.requireNonNullElse(asked, List.of());
        for (ParameterStringFilter filter : filters) {
            boolean known =
                    keys.contains(filter.key())
                            || (filter.key().startsWith(TAG) && !keys.contains(LABEL));
            if (!known) {
                throw SsmErrors.of(
                        "InvalidFilterKey",
                        "The following filter key is not valid: %s. Valid filter keys include: %s",
                        filter.key(),
                        keys);
            }
            Set<String> options = options(filter.key());
            if (!options.contains(option(filter))) {
                throw SsmErrors.of(
                        "InvalidFilterOption",
                        "The following filter option is not valid: %s. Valid options include: %s",
                        option(filter),
                        options.stream().sorted().toList());
            }
            boolean anyValue = filter.key().startsWith(TAG);
            if (!anyValue && (filter.values() == null || filter.values().isEmpty())) {
                throw SsmErrors.of(
                        "InvalidFilterValue",
                        "The following filter values are missing : null for filter key %s",
                        filter.key());
            }
        }
        return new ParameterFilters(filters);
    }

    /** Those of an older form, whose values begin names or are whole types and keys. */
    static ParameterFilters ofOlder(List<ParametersFilter> asked) {
        return new ParameterFilters(
                asked.stream()
                        .map(
                                filter ->
                                        ParameterStringFilter.builder()
                                                .key(filter.key())
                                                .option(filter.key().equals("Name") ? BEGINS : null)
                                                .values(filter.values())
                                                .build())
                        .toList());
    }

    private static Set<String> options(String key) {
        return switch (key) {
            case "Name" -> Set.of(EQUALS, BEGINS, CONTAINS);
            case PATH -> Set.of(ONE_LEVEL, RECURSIVE);
            case "KeyId" -> Set.of(EQUALS, BEGINS);
            default -> Set.of(EQUALS);
        };
    }

    private static String option(ParameterStringFilter filter) {
        String fallback = filter.key().equals(PATH) ? ONE_LEVEL : EQUALS;
        return Objects.requireNonNullElse(filter.option(), fallback);
    }

    /** The label that versions must have; null when any will do. */
    @Nullable String label() {
        return filters.stream()
                .filter(filter -> filter.key().equals(LABEL))
                .map(filter -> Objects.requireNonNull(filter.values()).getFirst())
                .findFirst()
                .orElse(null);
    }

    boolean match(StoredParameter parameter) {
        return filters.stream().allMatch(filter -> matches(filter, parameter));
    }

    private static boolean matches(ParameterStringFilter filter, StoredParameter parameter) {
        List<String> values = Objects.requireNonNullElse(filter.values(), List.of());
        String option = option(filter);
        if (filter.key().equals(PATH)) {
            boolean recursive = option.equals(RECURSIVE);
            return values.stream().anyMatch(path -> isBelow(parameter.name(), path, recursive));
        }
        if (filter.key().equals(LABEL)) {
            return values.stream().anyMatch(parameter.labels()::containsKey);
        }
        String fact = fact(filter.key(), parameter);
        boolean anyValue = values.isEmpty() && filter.key().startsWith(TAG);
        return fact != null
                && (anyValue || values.stream().anyMatch(value -> compare(option, fact, value)));
    }

    private static boolean compare(String option, String fact, String value) {
        return switch (option) {
            case BEGINS -> bare(fact).startsWith(bare(value));
            case CONTAINS -> fact.contains(value);
            default -> fact.equals(value) || bare(fact).equals(bare(value));
        };
    }

    /** A name with and without its first slash is one. */
    private static String bare(String name) {
        return name.startsWith("/") ? name.substring(1) : name;
    }

    private static @Nullable String fact(String key, StoredParameter parameter) {
        ParameterVersion version = parameter.current();
        return switch (key) {
            case "Name" -> parameter.name();
            case "Type" -> version.type();
            case "KeyId" -> version.keyId();
            case "Tier" -> version.tier();
            case "DataType" -> ParameterVersion.DATA_TYPE;
            default -> parameter.tags().get(key.substring(TAG.length()));
        };
    }

    /** Whether a name stands below a path: right below it, or anywhere. */
    static boolean isBelow(String name, String path, boolean recursive) {
        String folder = path.endsWith("/") ? path : path + "/";
        String whole = name.startsWith("/") ? name : "/" + name;
        return whole.startsWith(folder) && (recursive || whole.indexOf('/', folder.length()) < 0);
    }
}
