package dev.gatehouse.lambda.api.signing;

import dev.gatehouse.aws.Empty;
import dev.gatehouse.aws.lambda.DeleteFunctionCodeSigningConfigRequest;
import dev.gatehouse.aws.lambda.GetFunctionCodeSigningConfigRequest;
import dev.gatehouse.aws.lambda.GetFunctionCodeSigningConfigResponse;
import dev.gatehouse.aws.lambda.ListFunctionsByCodeSigningConfigRequest;
import dev.gatehouse.aws.lambda.ListFunctionsByCodeSigningConfigResponse;
import dev.gatehouse.aws.lambda.PutFunctionCodeSigningConfigRequest;
import dev.gatehouse.aws.lambda.PutFunctionCodeSigningConfigResponse;
import dev.gatehouse.lambda.api.call.Here;
import dev.gatehouse.lambda.api.call.Paging;
import dev.gatehouse.lambda.model.FunctionReference;
import dev.gatehouse.lambda.model.StoredFunction;
import dev.gatehouse.lambda.registry.FunctionRegistry;
import dev.gatehouse.lambda.signing.CodeSigningDocuments;
import dev.gatehouse.lambda.signing.SignatureRules;
import dev.gatehouse.store.Scope;
import dev.gatehouse.store.Stored;
import dev.gatehouse.wire.RequestContext;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * PutFunctionCodeSigningConfig, GetFunctionCodeSigningConfig, DeleteFunctionCodeSigningConfig and
 * ListFunctionsByCodeSigningConfig. What a function runs already goes on running.
 */
public final class FunctionCodeSigning {
    private final FunctionRegistry registry;
    private final CodeSigningDocuments documents;
    private final SignatureRules rules;

    public FunctionCodeSigning(
            FunctionRegistry registry, CodeSigningDocuments documents, SignatureRules rules) {
        this.registry = registry;
        this.documents = documents;
        this.rules = rules;
    }

    /** Recorded: where both are missing, the configuration is what AWS tells of. */
    public PutFunctionCodeSigningConfigResponse put(
            RequestContext context, PutFunctionCodeSigningConfigRequest input) {
        FunctionReference function = Here.latest(context, input.functionName());
        String arn = rules.chosen(function.scope(), input.codeSigningConfigArn());
        registry.change(
                function, stored -> stored.withSettings(stored.settings().withCodeSigning(arn)));
        return PutFunctionCodeSigningConfigResponse.builder()
                .codeSigningConfigArn(arn)
                .functionName(function.name())
                .build();
    }

    /** Recorded: of a function without one AWS responds with nothing at all. */
    public GetFunctionCodeSigningConfigResponse get(
            RequestContext context, GetFunctionCodeSigningConfigRequest input) {
        FunctionReference function =
                Here.function(context, input.functionName()).withQualifier(null);
        String arn = registry.documents().require(function).settings().codeSigning();
        return arn == null
                ? GetFunctionCodeSigningConfigResponse.builder().build()
                : GetFunctionCodeSigningConfigResponse.builder()
                        .codeSigningConfigArn(arn)
                        .functionName(function.name())
                        .build();
    }

    /** Deleting what is not there is fine. */
    public Empty delete(RequestContext context, DeleteFunctionCodeSigningConfigRequest input) {
        registry.change(
                Here.latest(context, input.functionName()),
                stored -> stored.withSettings(stored.settings().withCodeSigning(null)));
        return Empty.EMPTY;
    }

    public ListFunctionsByCodeSigningConfigResponse list(
            RequestContext context, ListFunctionsByCodeSigningConfigRequest input) {
        Scope scope = Here.of(context);
        String arn = input.codeSigningConfigArn();
        documents.require(scope, arn);
        Paging<String> page =
                Paging.read(
                        input.marker(),
                        input.maxItems(),
                        (after, limit) -> using(scope, arn, after).limit(limit).toList(),
                        name -> name);
        return ListFunctionsByCodeSigningConfigResponse.builder()
                .functionArns(
                        page.items().stream()
                                .map(name -> FunctionReference.to(scope, name).arn().toString())
                                .toList())
                .nextMarker(page.nextMarker())
                .build();
    }

    /** Whether a function of the account and region has the configuration. */
    boolean isUsed(Scope scope, String arn) {
        return using(scope, arn, null).findAny().isPresent();
    }

    private Stream<String> using(Scope scope, String arn, @Nullable String after) {
        return registry.documents().functions().list(scope, "", after, Integer.MAX_VALUE).stream()
                .map(Stored::value)
                .filter(stored -> arn.equals(stored.settings().codeSigning()))
                .map(StoredFunction::name);
    }
}
