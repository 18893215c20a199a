package dev.gatehouse.lambda.api;

import dev.gatehouse.aws.Empty;
import dev.gatehouse.aws.lambda.ListTagsRequest;
import dev.gatehouse.aws.lambda.ListTagsResponse;
import dev.gatehouse.aws.lambda.TagResourceRequest;
import dev.gatehouse.aws.lambda.UntagResourceRequest;
import dev.gatehouse.kernel.Arn;
import dev.gatehouse.lambda.api.call.Here;
import dev.gatehouse.lambda.api.call.TagRules;
import dev.gatehouse.lambda.model.FunctionReference;
import dev.gatehouse.lambda.model.LambdaErrors;
import dev.gatehouse.lambda.registry.FunctionRegistry;
import dev.gatehouse.lambda.signing.CodeSigningDocuments;
import dev.gatehouse.lambda.signing.StoredCodeSigningConfig;
import dev.gatehouse.store.Scope;
import dev.gatehouse.wire.RequestContext;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.UnaryOperator;

/** TagResource, UntagResource and ListTags, for functions and code signing configurations. */
final class Tags {
    private final FunctionRegistry registry;
    private final CodeSigningDocuments configs;

    Tags(FunctionRegistry registry, CodeSigningDocuments configs) {
        this.registry = registry;
        this.configs = configs;
    }

    Empty tag(RequestContext context, TagResourceRequest input) {
        Tagged resource = tagged(context, input.resource());
        if (input.tags().isEmpty()) {
            throw LambdaErrors.invalidParameter(
                    "An error occurred and the request cannot be processed.");
        }
        resource.change(
                before -> {
                    Map<String, String> tags = new LinkedHashMap<>(before);
                    tags.putAll(input.tags());
                    TagRules.check(tags);
                    return tags;
                });
        return Empty.EMPTY;
    }

    Empty untag(RequestContext context, UntagResourceRequest input) {
        tagged(context, input.resource())
                .change(
                        before -> {
                            Map<String, String> tags = new LinkedHashMap<>(before);
                            tags.keySet().removeAll(input.tagKeys());
                            return tags;
                        });
        return Empty.EMPTY;
    }

    ListTagsResponse list(RequestContext context, ListTagsRequest input) {
        return ListTagsResponse.builder().tags(tagged(context, input.resource()).tags()).build();
    }

    /** Something that has tags. */
    private interface Tagged {
        Map<String, String> tags();

        void change(UnaryOperator<Map<String, String>> change);
    }

    private Tagged tagged(RequestContext context, String resource) {
        Arn arn =
                Arn.parse(resource)
                        .orElseThrow(() -> LambdaErrors.unsupported("Tagging " + resource));
        if (CodeSigningDocuments.isConfig(arn)) {
            return new TaggedConfig(Here.of(context), resource);
        }
        if (!arn.resource().startsWith("function:")) {
            throw LambdaErrors.unsupported("Tagging " + resource);
        }
        FunctionReference function = Here.function(context, resource);
        if (function.qualifier() != null) {
            throw LambdaErrors.invalidParameter(
                    "Tags on function aliases and versions are not supported. Please specify a"
                            + " function ARN.");
        }
        return new TaggedFunction(function);
    }

    private final class TaggedFunction implements Tagged {
        private final FunctionReference function;

        TaggedFunction(FunctionReference function) {
            this.function = function;
        }

        @Override
        public Map<String, String> tags() {
            return registry.documents().require(function).tags();
        }

        @Override
        public void change(UnaryOperator<Map<String, String>> change) {
            registry.change(function, stored -> stored.withTags(change.apply(stored.tags())));
        }
    }

    private final class TaggedConfig implements Tagged {
        private final Scope scope;
        private final String arn;

        TaggedConfig(Scope scope, String arn) {
            this.scope = scope;
            this.arn = arn;
        }

        private StoredCodeSigningConfig config() {
            return configs.require(scope, arn);
        }

        @Override
        public Map<String, String> tags() {
            return config().tags();
        }

        @Override
        public void change(UnaryOperator<Map<String, String>> change) {
            boolean found =
                    configs.configs()
                            .update(
                                    scope,
                                    config().id(),
                                    now -> now.withTags(change.apply(now.tags())))
                            .isPresent();
            if (!found) {
                throw CodeSigningDocuments.notFound(arn);
            }
        }
    }
}
