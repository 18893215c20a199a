package dev.gatehouse.app;

import java.nio.file.Path;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.services.iam.IamClient;
import software.amazon.awssdk.services.iam.model.AccessKey;
import software.amazon.awssdk.services.kms.KmsClient;
import software.amazon.awssdk.services.secretsmanager.SecretsManagerClient;

/** A node with the clients of secrets, keys and users. */
final class KeyRing implements AutoCloseable {
    final Path data;
    final Node started;
    final LiveNode node;
    final SecretsManagerClient secrets;
    final KmsClient kms;
    final IamClient iam;

    KeyRing(Path data) {
        this.data = data;
        started = LiveNode.start(data);
        node = LiveNode.of(started);
        secrets = node.client(SecretsManagerClient.builder());
        kms = node.client(KmsClient.builder());
        iam = node.client(IamClient.builder());
    }

    @Override
    public void close() {
        started.close();
    }

    SecretsManagerClient secrets(String user, String action) {
        return node.client(SecretsManagerClient.builder(), user(user, action));
    }

    AwsBasicCredentials user(String name, String action) {
        iam.createUser(r -> r.userName(name));
        iam.putUserPolicy(
                r ->
                        r.userName(name)
                                .policyName("all")
                                .policyDocument(
                                        """
                                        {"Version":"2012-10-17","Statement":
                                          [{"Effect":"Allow","Action":"%s","Resource":"*"}]}
                                        """
                                                .formatted(action)));
        AccessKey key = iam.createAccessKey(r -> r.userName(name)).accessKey();
        return AwsBasicCredentials.create(key.accessKeyId(), key.secretAccessKey());
    }
}
