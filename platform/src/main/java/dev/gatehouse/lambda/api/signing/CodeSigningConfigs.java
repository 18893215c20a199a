package dev.gatehouse.lambda.api.signing;

import dev.gatehouse.aws.lambda.AllowedPublishers;
import dev.gatehouse.aws.lambda.CodeSigningConfig;
import dev.gatehouse.aws.lambda.CodeSigningPolicies;
import dev.gatehouse.aws.lambda.CreateCodeSigningConfigRequest;
import dev.gatehouse.aws.lambda.CreateCodeSigningConfigResponse;
import dev.gatehouse.aws.lambda.DeleteCodeSigningConfigRequest;
import dev.gatehouse.aws.lambda.DeleteCodeSigningConfigResponse;
import dev.gatehouse.aws.lambda.GetCodeSigningConfigRequest;
import dev.gatehouse.aws.lambda.GetCodeSigningConfigResponse;
import dev.gatehouse.aws.lambda.ListCodeSigningConfigsRequest;
import dev.gatehouse.aws.lambda.ListCodeSigningConfigsResponse;
import dev.gatehouse.aws.lambda.UpdateCodeSigningConfigRequest;
import dev.gatehouse.aws.lambda.UpdateCodeSigningConfigResponse;
import dev.gatehouse.kernel.Clock;
import dev.gatehouse.lambda.api.call.Here;
import dev.gatehouse.lambda.api.call.Paging;
import dev.gatehouse.lambda.api.call.TagRules;
import dev.gatehouse.lambda.model.LambdaErrors;
import dev.gatehouse.lambda.signing.CodeSigningDocuments;
import dev.gatehouse.lambda.signing.StoredCodeSigningConfig;
import dev.gatehouse.store.Scope;
import dev.gatehouse.store.Stored;
import dev.gatehouse.wire.RequestContext;
import java.security.SecureRandom;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * CreateCodeSigningConfig, GetCodeSigningConfig, UpdateCodeSigningConfig, ListCodeSigningConfigs
 * and DeleteCodeSigningConfig.
 */
public final class CodeSigningConfigs {
    private static final DateTimeFormatter LAST_MODIFIED =
            DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSSxx").withZone(ZoneOffset.UTC);
    private static final String ID_LETTERS = "0123456789abcdef";
    private static final int ID_LENGTH = 17;
    private static final SecureRandom RANDOM = new SecureRandom();

    private final CodeSigningDocuments documents;
    private final FunctionCodeSigning functions;
    private final Clock clock;

    public CodeSigningConfigs(
            CodeSigningDocuments documents, FunctionCodeSigning functions, Clock clock) {
        this.documents = documents;
        this.functions = functions;
        this.clock = clock;
    }

    public CreateCodeSigningConfigResponse create(
            RequestContext context, CreateCodeSigningConfigRequest input) {
        Map<String, String> tags = Objects.requireNonNullElse(input.tags(), Map.of());
        TagRules.check(tags);
        StoredCodeSigningConfig config =
                new StoredCodeSigningConfig(
                        nextId(),
                        Objects.requireNonNullElse(input.description(), ""),
                        input.allowedPublishers().signingProfileVersionArns(),
                        policy(input.codeSigningPolicies(), StoredCodeSigningConfig.DEFAULT_POLICY),
                        tags,
                        clock.now());
        Scope scope = Here.of(context);
        documents.configs().insert(scope, config.id(), config);
        return CreateCodeSigningConfigResponse.builder()
                .codeSigningConfig(shown(scope, config))
                .build();
    }

    public GetCodeSigningConfigResponse get(
            RequestContext context, GetCodeSigningConfigRequest input) {
        Scope scope = Here.of(context);
        return GetCodeSigningConfigResponse.builder()
                .codeSigningConfig(
                        shown(scope, documents.require(scope, input.codeSigningConfigArn())))
                .build();
    }

    public UpdateCodeSigningConfigResponse update(
            RequestContext context, UpdateCodeSigningConfigRequest input) {
        Scope scope = Here.of(context);
        String arn = input.codeSigningConfigArn();
        StoredCodeSigningConfig before = documents.require(scope, arn);
        StoredCodeSigningConfig after =
                documents
                        .configs()
                        .update(scope, before.id(), now -> changed(now, input))
                        .map(Stored::value)
                        .orElseThrow(() -> CodeSigningDocuments.notFound(arn));
        return UpdateCodeSigningConfigResponse.builder()
                .codeSigningConfig(shown(scope, after))
                .build();
    }

    private StoredCodeSigningConfig changed(
            StoredCodeSigningConfig now, UpdateCodeSigningConfigRequest input) {
        AllowedPublishers publishers = input.allowedPublishers();
        return new StoredCodeSigningConfig(
                now.id(),
                Objects.requireNonNullElse(input.description(), now.description()),
                publishers == null ? now.profiles() : publishers.signingProfileVersionArns(),
                policy(input.codeSigningPolicies(), now.untrusted()),
                now.tags(),
                clock.now());
    }

    public ListCodeSigningConfigsResponse list(
            RequestContext context, ListCodeSigningConfigsRequest input) {
        Scope scope = Here.of(context);
        Paging<Stored<StoredCodeSigningConfig>> page =
                Paging.read(
                        input.marker(),
                        input.maxItems(),
                        (after, limit) -> documents.configs().list(scope, "", after, limit),
                        Stored::id);
        return ListCodeSigningConfigsResponse.builder()
                .codeSigningConfigs(
                        page.items().stream().map(each -> shown(scope, each.value())).toList())
                .nextMarker(page.nextMarker())
                .build();
    }

    public DeleteCodeSigningConfigResponse delete(
            RequestContext context, DeleteCodeSigningConfigRequest input) {
        Scope scope = Here.of(context);
        String arn = input.codeSigningConfigArn();
        StoredCodeSigningConfig config = documents.require(scope, arn);
        if (functions.isUsed(scope, arn)) {
            throw LambdaErrors.conflict(
                    "The code signing configuration "
                            + arn
                            + " cannot be deleted because functions use it.");
        }
        documents.configs().delete(scope, config.id());
        return DeleteCodeSigningConfigResponse.builder().build();
    }

    private static String policy(@Nullable CodeSigningPolicies policies, String otherwise) {
        return policies == null
                ? otherwise
                : Objects.requireNonNullElse(policies.untrustedArtifactOnDeployment(), otherwise);
    }

    private static CodeSigningConfig shown(Scope scope, StoredCodeSigningConfig config) {
        return CodeSigningConfig.builder()
                .codeSigningConfigId(config.id())
                .codeSigningConfigArn(CodeSigningDocuments.arn(scope, config.id()).toString())
                .description(config.description())
                .allowedPublishers(
                        AllowedPublishers.builder()
                                .signingProfileVersionArns(config.profiles())
                                .build())
                .codeSigningPolicies(
                        CodeSigningPolicies.builder()
                                .untrustedArtifactOnDeployment(config.untrusted())
                                .build())
                .lastModified(LAST_MODIFIED.format(config.modified()))
                .build();
    }

    private static String nextId() {
        return RANDOM.ints(ID_LENGTH, 0, ID_LETTERS.length())
                .mapToObj(index -> String.valueOf(ID_LETTERS.charAt(index)))
                .collect(Collectors.joining("", "csc-", ""));
    }
}
