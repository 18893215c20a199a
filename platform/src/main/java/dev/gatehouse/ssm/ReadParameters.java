package dev.gatehouse.ssm;

import dev.gatehouse.aws.ssm.GetParameterHistoryRequest;
import dev.gatehouse.aws.ssm.GetParameterHistoryResult;
import dev.gatehouse.aws.ssm.GetParameterRequest;
import dev.gatehouse.aws.ssm.GetParameterResult;
import dev.gatehouse.aws.ssm.GetParametersByPathRequest;
import dev.gatehouse.aws.ssm.GetParametersByPathResult;
import dev.gatehouse.aws.ssm.GetParametersRequest;
import dev.gatehouse.aws.ssm.GetParametersResult;
import dev.gatehouse.aws.ssm.Parameter;
import dev.gatehouse.aws.ssm.ParameterHistory;
import dev.gatehouse.kernel.ServiceException;
import dev.gatehouse.store.Scope;
import dev.gatehouse.wire.RequestContext;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads values: of one parameter, of several, of those below a path, and of all versions. */
final class ReadParameters {
    private static final int PATH_PAGE = 10;
    private static final int HISTORY_PAGE = 50;

    private final ParameterCatalog parameters;
    private final SecureValues values;

    ReadParameters(ParameterCatalog parameters, SecureValues values) {
        this.parameters = parameters;
        this.values = values;
    }

    GetParameterResult one(RequestContext context, GetParameterRequest input) {
        ParameterName asked = ParameterName.of(input.name());
        rejectReference(asked.name());
        boolean open = Boolean.TRUE.equals(input.withDecryption());
        return GetParameterResult.builder().parameter(read(context, asked, open)).build();
    }

    GetParametersResult several(RequestContext context, GetParametersRequest input) {
        boolean open = Boolean.TRUE.equals(input.withDecryption());
        List<Parameter> found = new ArrayList<>();
        List<String> invalid = new ArrayList<>();
        for (String name : new LinkedHashSet<>(input.names())) {
            try {
                found.add(read(context, ParameterName.of(name), open));
            } catch (ServiceException absent) {
                if (!absent.code().endsWith("NotFound")) {
                    throw absent;
                }
                invalid.add(name);
            }
        }
        return GetParametersResult.builder().parameters(found).invalidParameters(invalid).build();
    }

    /** A secret under a parameter's name is Secrets Manager's. */
    private static void rejectReference(String name) {
        if (name.startsWith("/aws/reference/secretsmanager/")) {
            throw SsmErrors.invalid("A reference to Secrets Manager is not supported.");
        }
    }

    private Parameter read(RequestContext context, ParameterName asked, boolean open) {
        Scope scope = scope(context);
        StoredParameter parameter =
                parameters.find(scope, asked.name()).orElseThrow(SsmErrors::noParameter);
        String selector = asked.selector();
        ParameterVersion version =
                selector == null ? parameter.current() : selected(scope, parameter, selector);
        return view(context, parameter.name(), version, open)
                .selector(selector == null ? null : ":" + selector)
                .build();
    }

    private ParameterVersion selected(Scope scope, StoredParameter parameter, String selector) {
        Long number =
                selector.matches("\\d{1,18}")
                        ? Long.valueOf(selector)
                        : parameter.labels().get(selector);
        return Optional.ofNullable(number)
                .flatMap(each -> parameters.version(scope, parameter, each))
                .orElseThrow(() -> SsmErrors.noVersion(parameter.name(), selector));
    }

    GetParametersByPathResult below(RequestContext context, GetParametersByPathRequest input) {
        Scope scope = scope(context);
        String path = input.path();
        if (!path.matches("/[a-zA-Z0-9_.\\-/]*")) {
            throw SsmErrors.invalid(
                    "The parameter doesn't meet the parameter name requirements. The parameter name"
                            + " must begin with a forward slash \"/\". It can't be prefixed with"
                            + " \"aws\" or \"ssm\" (case-insensitive). It must use only letters,"
                            + " numbers, or the following symbols: . (period), - (hyphen), _"
                            + " (underscore). Special characters are not allowed. All sub-paths, if"
                            + " specified, must use the forward slash symbol \"/\". Valid example:"
                            + " /get/parameters2-/by1./path0_.");
        }
        ParameterFilters filters = ParameterFilters.ofPath(input.parameterFilters());
        boolean recursive = Boolean.TRUE.equals(input.recursive());
        ParameterPage page =
                ParameterPage.collect(
                        parameters,
                        scope,
                        path.endsWith("/") ? path : path + "/",
                        input.nextToken(),
                        Objects.requireNonNullElse(input.maxResults(), PATH_PAGE),
                        each ->
                                ParameterFilters.isBelow(each.name(), path, recursive)
                                        && filters.match(each));
        boolean open = Boolean.TRUE.equals(input.withDecryption());
        return GetParametersByPathResult.builder()
                .parameters(
                        page.shown().stream()
                                .map(each -> labelled(context, each, filters.label(), open))
                                .toList())
                .nextToken(page.next())
                .build();
    }

    /** A filter by label shows the version that has it. */
    private Parameter labelled(
            RequestContext context,
            StoredParameter parameter,
            @Nullable String label,
            boolean open) {
        ParameterVersion version =
                label == null ? parameter.current() : selected(scope(context), parameter, label);
        return view(context, parameter.name(), version, open)
                .selector(label == null ? null : ":" + label)
                .build();
    }

    GetParameterHistoryResult history(RequestContext context, GetParameterHistoryRequest input) {
        Scope scope = scope(context);
        String name = ParameterName.of(input.name()).name();
        StoredParameter parameter =
                parameters.find(scope, name).orElseThrow(SsmErrors::noParameter);
        boolean open = Boolean.TRUE.equals(input.withDecryption());
        long after = ParameterPage.number(input.nextToken());
        int most = Objects.requireNonNullElse(input.maxResults(), HISTORY_PAGE);
        List<ParameterVersion> all =
                parameters.versions(scope, parameter).stream()
                        .filter(each -> each.number() > after)
                        .toList();
        List<ParameterVersion> shown = all.subList(0, Math.min(most, all.size()));
        return GetParameterHistoryResult.builder()
                .parameters(
                        shown.stream().map(each -> past(context, parameter, each, open)).toList())
                .nextToken(all.size() > most ? String.valueOf(shown.getLast().number()) : null)
                .build();
    }

    private ParameterHistory past(
            RequestContext context,
            StoredParameter parameter,
            ParameterVersion version,
            boolean open) {
        return ParameterHistory.builder()
                .name(parameter.name())
                .type(version.type())
                .keyId(version.keyId())
                .lastModifiedDate(version.modified())
                .lastModifiedUser(version.modifiedBy())
                .description(version.description())
                .value(value(context, parameter.name(), version, open))
                .allowedPattern(version.allowedPattern())
                .version(version.number())
                .labels(parameter.labelsOf(version.number()))
                .tier(version.tier())
                .policies(List.of())
                .dataType(ParameterVersion.DATA_TYPE)
                .build();
    }

    private Parameter.Builder view(
            RequestContext context, String name, ParameterVersion version, boolean open) {
        return Parameter.builder()
                .name(name)
                .type(version.type())
                .value(value(context, name, version, open))
                .version(version.number())
                .lastModifiedDate(version.modified())
                .arn(ParameterName.arn(scope(context), name))
                .dataType(ParameterVersion.DATA_TYPE);
    }

    private String value(
            RequestContext context, String name, ParameterVersion version, boolean open) {
        return version.isSecure() && open
                ? values.open(context, ParameterName.arn(scope(context), name), version.value())
                : version.value();
    }

    private static Scope scope(RequestContext context) {
        return new Scope(context.account(), context.region());
    }
}
