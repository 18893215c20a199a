package dev.gatehouse.lambda.signing;

import dev.gatehouse.kernel.ServiceException;
import dev.gatehouse.lambda.code.CodeStore;
import dev.gatehouse.lambda.model.LambdaErrors;
import dev.gatehouse.lambda.model.LayerReference;
import dev.gatehouse.store.BlobKey;
import dev.gatehouse.store.Scope;
import java.nio.file.Files;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a code signing configuration lets a function deploy. Signatures of AWS Signer can only be
 * judged by AWS: nothing is trusted here, so that {@code Enforce} lets no package through that
 * somebody merely wrote a signature into.
 */
public final class SignatureRules {
    private static final Logger LOG = LoggerFactory.getLogger(SignatureRules.class);

    /** Where AWS Signer puts the signature of a package. */
    private static final String SIGNATURE = "META_INF/aws_signer_signature_v1.0.SF";

    private final CodeSigningDocuments documents;
    private final CodeStore packages;

    public SignatureRules(CodeSigningDocuments documents, CodeStore packages) {
        this.documents = documents;
        this.packages = packages;
    }

    /**
     * The configuration that a function is to have; null for none.
     *
     * @throws ServiceException CodeSigningConfigNotFoundException
     */
    public @Nullable String chosen(Scope scope, @Nullable String arn) {
        if (arn == null || arn.isEmpty()) {
            return null;
        }
        if (documents.find(scope, arn).isEmpty()) {
            throw LambdaErrors.byUser(
                    "CodeSigningConfigNotFoundException",
                    404,
                    "The code signing configuration cannot be found. Check that the provided"
                            + " configuration is not deleted: "
                            + arn
                            + ".");
        }
        return arn;
    }

    /**
     * Lets a function deploy a package with layers, or says why not.
     *
     * @param config the ARN of the function's configuration; null deploys anything
     * @param function as its caller named it
     * @throws ServiceException CodeVerificationFailedException or InvalidCodeSignatureException
     */
    public void check(
            Scope scope,
            @Nullable String config,
            String function,
            BlobKey code,
            List<LayerReference> layers) {
        if (config == null) {
            return;
        }
        StoredCodeSigningConfig found = documents.find(scope, config).orElse(null);
        if (found == null) {
            return;
        }
        check(found, function, code);
        layers.forEach(layer -> check(found, layer.arn(), layer.code()));
    }

    private void check(StoredCodeSigningConfig config, String what, BlobKey code) {
        packages.restore(code);
        boolean signed = Files.exists(packages.tree(code).resolve(SIGNATURE));
        if (!config.enforces()) {
            LOG.warn(
                    "{} is deployed {}, against its code signing configuration {} (Warn)",
                    what,
                    signed ? "with a signature that cannot be verified here" : "unsigned",
                    config.id());
        } else if (signed) {
            throw LambdaErrors.byUser(
                    "InvalidCodeSignatureException",
                    400,
                    "Signatures of AWS Signer, as that of "
                            + what
                            + ", cannot be verified by this Gatehouse.");
        } else {
            throw LambdaErrors.byUser(
                    "CodeVerificationFailedException",
                    400,
                    "Lambda cannot deploy the function. The function or layer might be signed"
                            + " using a signature that the client is not configured to accept."
                            + " Check the provided signature for "
                            + what
                            + ".");
        }
    }
}
