package dev.gatehouse.ssm;

import dev.gatehouse.aws.ssm.PutParameterRequest;
import dev.gatehouse.aws.ssm.PutParameterResult;
import dev.gatehouse.kernel.BoundedPattern;
import dev.gatehouse.kernel.Clock;
import dev.gatehouse.store.Scope;
import dev.gatehouse.wire.RequestContext;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Makes a parameter, or a newer version of one. */
final class PutParameter {
    private static final String STANDARD = "Standard";
    private static final String ADVANCED = "Advanced";
    private static final String INTELLIGENT = "Intelligent-Tiering";
    private static final int STANDARD_MAX = 4096;
    private static final int ADVANCED_MAX = 8192;

    private final ParameterCatalog parameters;
    private final SecureValues values;
    private final Clock clock;

    PutParameter(ParameterCatalog parameters, SecureValues values, Clock clock) {
        this.parameters = parameters;
        this.values = values;
        this.clock = clock;
    }

    PutParameterResult put(RequestContext context, PutParameterRequest input) {
        Scope scope = new Scope(context.account(), context.region());
        String name = ParameterName.of(input.name()).name();
        ParameterName.check(name);
        checkSettings(input);
        boolean overwrite = Boolean.TRUE.equals(input.overwrite());
        Map<String, String> tags = ParameterTags.of(input.tags());
        if (overwrite && !tags.isEmpty()) {
            throw SsmErrors.invalid(
                    "Invalid request: tags and overwrite can't be used together. To create a"
                            + " parameter with tags, please remove overwrite flag. To update tags"
                            + " for an existing parameter, please use AddTagsToResource or"
                            + " RemoveTagsFromResource.");
        }
        Optional<ParameterVersion> last =
                (overwrite ? parameters.find(scope, name) : Optional.<StoredParameter>empty())
                        .map(StoredParameter::current);
        Content content = content(context, input, last.map(ParameterVersion::type).orElse(null));
        StoredParameter made =
                last.flatMap(
                                _ ->
                                        parameters.renew(
                                                scope,
                                                name,
                                                now -> version(context, input, content, now)))
                        .orElseGet(() -> create(context, scope, name, input, content, tags));
        return PutParameterResult.builder()
                .version(made.current().number())
                .tier(made.current().tier())
                .build();
    }

    private StoredParameter create(
            RequestContext context,
            Scope scope,
            String name,
            PutParameterRequest input,
            Content content,
            Map<String, String> tags) {
        StoredParameter fresh =
                new StoredParameter(name, version(context, input, content, null), Map.of(), tags);
        parameters.insert(scope, fresh);
        return fresh;
    }

    private static void checkSettings(PutParameterRequest input) {
        String policies = input.policies();
        SsmErrors.reject("Policies", policies == null || policies.isBlank() ? null : policies);
        String dataType = input.dataType();
        if (dataType != null && !dataType.equals(ParameterVersion.DATA_TYPE)) {
            throw SsmErrors.invalid(
                    "The following data type is not supported: %s (Data type names are all"
                            + " lowercase.)",
                    dataType);
        }
    }

    /**
     * What a parameter is to hold, as it is stored.
     *
     * @param type the parameter's
     */
    private record Content(String type, String value) {}

    /** Encrypts before the store is written to: that takes a call of KMS. */
    private Content content(
            RequestContext context, PutParameterRequest input, @Nullable String former) {
        String type = input.type() == null ? former : input.type();
        if (type == null) {
            throw SsmErrors.invalid("A parameter type is required when you create a parameter.");
        }
        if (input.keyId() != null && !type.equals(ParameterVersion.SECURE)) {
            throw SsmErrors.invalid("KeyId is required for SecureString type parameter only.");
        }
        check(type, input.value(), empty(input.allowedPattern()));
        String value =
                type.equals(ParameterVersion.SECURE)
                        ? values.seal(
                                context,
                                owner(context, input.name()),
                                key(input.keyId()),
                                input.value())
                        : input.value();
        return new Content(type, value);
    }

    private ParameterVersion version(
            RequestContext context,
            PutParameterRequest input,
            Content content,
            @Nullable ParameterVersion last) {
        if (last != null && input.type() == null && !last.type().equals(content.type())) {
            throw SsmErrors.of("TooManyUpdates", "There are concurrent updates for the parameter.");
        }
        return new ParameterVersion(
                last == null ? 1 : last.number() + 1,
                content.type(),
                content.value(),
                tier(input.tier(), input.value(), last),
                input.description() == null && last != null
                        ? last.description()
                        : empty(input.description()),
                input.allowedPattern() == null && last != null
                        ? last.allowedPattern()
                        : empty(input.allowedPattern()),
                clock.now(),
                context.principal().arn());
    }

    /** The key of a SecureString; null for the one of the service's own, which is the node's. */
    private static @Nullable String key(@Nullable String asked) {
        boolean own = asked == null || (":" + asked).endsWith(":" + ParameterVersion.KEY);
        return own ? null : asked;
    }

    /** An empty text takes away what there was. */
    private static @Nullable String empty(@Nullable String text) {
        return text == null || text.isEmpty() ? null : text;
    }

    private static String owner(RequestContext context, String given) {
        Scope scope = new Scope(context.account(), context.region());
        return ParameterName.arn(scope, ParameterName.of(given).name());
    }

    private static void check(String type, String value, @Nullable String pattern) {
        if (value.isEmpty()) {
            throw SsmErrors.invalid(
                    "1 validation error detected: Value '' at 'value' failed to satisfy"
                            + " constraint: Member must have length greater than or equal to 1.");
        }
        if (value.contains("{{") && value.contains("}}")) {
            throw SsmErrors.invalid(
                    "Parameter value can't nest another parameter. Do not use \"{{}}\" in the"
                            + " value.");
        }
        List<String> items =
                type.equals("StringList") ? List.of(value.split(",", -1)) : List.of(value);
        if (pattern != null && !items.stream().allMatch(item -> matches(pattern, item))) {
            throw SsmErrors.of(
                    "ParameterPatternMismatchException",
                    "Parameter value, cannot be validated against allowedPattern: %s",
                    pattern);
        }
    }

    private static boolean matches(String pattern, String value) {
        return BoundedPattern.compile(pattern)
                .orElseThrow(
                        () ->
                                SsmErrors.of(
                                        "InvalidAllowedPatternException",
                                        "The allowed pattern is not valid."))
                .matches(value);
    }

    /** Once advanced, a parameter stays so. */
    private static String tier(
            @Nullable String asked, String value, @Nullable ParameterVersion last) {
        String wanted = Objects.requireNonNullElse(asked, STANDARD);
        boolean advanced =
                wanted.equals(ADVANCED)
                        || (last != null && last.tier().equals(ADVANCED))
                        || (wanted.equals(INTELLIGENT) && value.length() > STANDARD_MAX);
        if (!advanced && value.length() > STANDARD_MAX) {
            throw SsmErrors.invalid(
                    "Standard tier parameters support a maximum parameter value of %d characters."
                        + " To create a larger parameter value, upgrade the parameter to use the"
                        + " advanced-parameter tier. For more information, see"
                        + " https://docs.aws.amazon.com/systems-manager/latest/userguide/parameter-store-advanced-parameters.html",
                    STANDARD_MAX);
        }
        if (value.length() > ADVANCED_MAX) {
            throw SsmErrors.invalid(
                    "Advanced tier parameters support a maximum parameter value of %d"
                            + " characters.",
                    ADVANCED_MAX);
        }
        return advanced ? ADVANCED : STANDARD;
    }
}
