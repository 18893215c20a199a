package dev.gatehouse.ssm;

import dev.gatehouse.aws.ssm.DeleteParameterRequest;
import dev.gatehouse.aws.ssm.DeleteParameterResult;
import dev.gatehouse.aws.ssm.DeleteParametersRequest;
import dev.gatehouse.aws.ssm.DeleteParametersResult;
import dev.gatehouse.aws.ssm.DescribeParametersRequest;
import dev.gatehouse.aws.ssm.DescribeParametersResult;
import dev.gatehouse.aws.ssm.LabelParameterVersionRequest;
import dev.gatehouse.aws.ssm.LabelParameterVersionResult;
import dev.gatehouse.aws.ssm.ParameterMetadata;
import dev.gatehouse.aws.ssm.ParametersFilter;
import dev.gatehouse.aws.ssm.UnlabelParameterVersionRequest;
import dev.gatehouse.aws.ssm.UnlabelParameterVersionResult;
import dev.gatehouse.store.Scope;
import dev.gatehouse.wire.RequestContext;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Objects;

/** Lists, labels and deletes parameters; values are read and written elsewhere. */
final class Parameters {
    private static final int PAGE = 50;
    private static final int MOST_LABELS = 10;

    private final ParameterCatalog parameters;

    Parameters(ParameterCatalog parameters) {
        this.parameters = parameters;
    }

    DescribeParametersResult describe(RequestContext context, DescribeParametersRequest input) {
        Scope scope = scope(context);
        List<ParametersFilter> older = Objects.requireNonNullElse(input.filters(), List.of());
        ParameterFilters filters =
                older.isEmpty()
                        ? ParameterFilters.ofDescription(input.parameterFilters())
                        : ParameterFilters.ofOlder(older);
        // Nothing is shared with an account.
        boolean shared = Boolean.TRUE.equals(input.shared());
        ParameterPage page =
                ParameterPage.collect(
                        parameters,
                        scope,
                        "",
                        input.nextToken(),
                        Objects.requireNonNullElse(input.maxResults(), PAGE),
                        each -> !shared && filters.match(each));
        return DescribeParametersResult.builder()
                .parameters(page.shown().stream().map(each -> view(scope, each)).toList())
                .nextToken(page.next())
                .build();
    }

    private static ParameterMetadata view(Scope scope, StoredParameter parameter) {
        ParameterVersion version = parameter.current();
        return ParameterMetadata.builder()
                .name(parameter.name())
                .arn(ParameterName.arn(scope, parameter.name()))
                .type(version.type())
                .keyId(version.keyId())
                .lastModifiedDate(version.modified())
                .lastModifiedUser(version.modifiedBy())
                .description(version.description())
                .allowedPattern(version.allowedPattern())
                .version(version.number())
                .tier(version.tier())
                .policies(List.of())
                .dataType(ParameterVersion.DATA_TYPE)
                .build();
    }

    DeleteParameterResult delete(RequestContext context, DeleteParameterRequest input) {
        Scope scope = scope(context);
        if (!parameters.delete(scope, ParameterName.of(input.name()).name())) {
            throw SsmErrors.noParameter();
        }
        return DeleteParameterResult.builder().build();
    }

    DeleteParametersResult deleteSeveral(RequestContext context, DeleteParametersRequest input) {
        Scope scope = scope(context);
        List<String> deleted = new ArrayList<>();
        List<String> invalid = new ArrayList<>();
        for (String name : new LinkedHashSet<>(input.names())) {
            boolean there = parameters.delete(scope, ParameterName.of(name).name());
            (there ? deleted : invalid).add(name);
        }
        return DeleteParametersResult.builder()
                .deletedParameters(deleted)
                .invalidParameters(invalid)
                .build();
    }

    LabelParameterVersionResult label(RequestContext context, LabelParameterVersionRequest input) {
        Scope scope = scope(context);
        StoredParameter parameter = require(scope, input.name());
        long number =
                Objects.requireNonNullElse(input.parameterVersion(), parameter.current().number());
        requireVersion(scope, parameter, number);
        List<String> valid = input.labels().stream().filter(Parameters::isLabel).toList();
        List<String> invalid = new ArrayList<>(input.labels());
        invalid.removeAll(valid);
        parameters.update(
                scope,
                parameter.name(),
                each -> {
                    StoredParameter labelled = each.labelled(valid, number);
                    if (labelled.labelsOf(number).size() > MOST_LABELS) {
                        throw SsmErrors.of(
                                "ParameterVersionLabelLimitExceeded",
                                "A parameter version can have maximum %d labels.Move one or more"
                                        + " labels to another version and try again.",
                                MOST_LABELS);
                    }
                    return labelled;
                });
        return LabelParameterVersionResult.builder()
                .invalidLabels(invalid)
                .parameterVersion(number)
                .build();
    }

    /** Systems Manager User Guide, "Working with parameter labels". */
    private static boolean isLabel(String label) {
        String lower = label.toLowerCase(Locale.ROOT);
        return label.matches("[a-zA-Z_.\\-][a-zA-Z0-9_.\\-]*")
                && !lower.startsWith("aws")
                && !lower.startsWith("ssm");
    }

    UnlabelParameterVersionResult unlabel(
            RequestContext context, UnlabelParameterVersionRequest input) {
        Scope scope = scope(context);
        StoredParameter parameter = require(scope, input.name());
        requireVersion(scope, parameter, input.parameterVersion());
        List<String> present = new ArrayList<>(input.labels());
        present.retainAll(parameter.labelsOf(input.parameterVersion()));
        List<String> invalid = new ArrayList<>(input.labels());
        invalid.removeAll(present);
        parameters.update(scope, parameter.name(), each -> each.unlabelled(present));
        return UnlabelParameterVersionResult.builder()
                .removedLabels(present)
                .invalidLabels(invalid)
                .build();
    }

    private StoredParameter require(Scope scope, String given) {
        return parameters
                .find(scope, ParameterName.of(given).name())
                .orElseThrow(SsmErrors::noParameter);
    }

    private void requireVersion(Scope scope, StoredParameter parameter, long number) {
        if (parameters.version(scope, parameter, number).isEmpty()) {
            throw SsmErrors.noVersion(parameter.name(), String.valueOf(number));
        }
    }

    private static Scope scope(RequestContext context) {
        return new Scope(context.account(), context.region());
    }
}
