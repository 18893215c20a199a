package dev.gatehouse.lambda.signing;

import dev.gatehouse.kernel.Arn;
import dev.gatehouse.kernel.ServiceException;
import dev.gatehouse.lambda.model.LambdaErrors;
import dev.gatehouse.store.Documents;
import dev.gatehouse.store.Kind;
import dev.gatehouse.store.Scope;
import dev.gatehouse.store.Store;
import dev.gatehouse.store.Stored;
import java.util.Optional;

/**
 * The stored code signing configurations.
 *
 * @param configs by id
 */
public record CodeSigningDocuments(Documents<StoredCodeSigningConfig> configs) {
    private static final Kind<StoredCodeSigningConfig> CONFIG =
            new Kind<>("lambda.code-signing-config", StoredCodeSigningConfig.class);
    private static final String RESOURCE = "code-signing-config:";

    /** Each call stands on its own. */
    public static CodeSigningDocuments of(Store store) {
        return new CodeSigningDocuments(store.documents(CONFIG));
    }

    /** The ARN of a configuration. */
    public static Arn arn(Scope scope, String id) {
        return Arn.of("lambda", scope.region(), scope.account(), RESOURCE + id);
    }

    /** Whether an ARN is one of a code signing configuration. */
    public static boolean isConfig(Arn arn) {
        return arn.service().equals("lambda") && arn.resource().startsWith(RESOURCE);
    }

    /** The configuration with an ARN, of this account and region. */
    public Optional<StoredCodeSigningConfig> find(Scope scope, String arn) {
        return Arn.parse(arn)
                .filter(CodeSigningDocuments::isConfig)
                .map(parsed -> parsed.resource().substring(RESOURCE.length()))
                .filter(id -> arn(scope, id).toString().equals(arn))
                .flatMap(id -> configs.find(scope, id))
                .map(Stored::value);
    }

    /**
     * The configuration with an ARN.
     *
     * @throws ServiceException ResourceNotFoundException in AWS's words, as recorded
     */
    public StoredCodeSigningConfig require(Scope scope, String arn) {
        return find(scope, arn).orElseThrow(() -> notFound(arn));
    }

    /** What operations of a configuration get that does not exist. */
    public static ServiceException notFound(String arn) {
        return LambdaErrors.notFoundUntyped(
                "The Lambda code signing configuration " + arn + " can not be found.");
    }
}
