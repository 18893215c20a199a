package dev.gatehouse.iam.account;

import dev.gatehouse.aws.iam.Iam;
import dev.gatehouse.aws.iam.ListMFADevicesResponse;
import dev.gatehouse.aws.iam.ListSSHPublicKeysResponse;
import dev.gatehouse.aws.iam.ListServiceSpecificCredentialsResponse;
import dev.gatehouse.aws.iam.ListSigningCertificatesResponse;
import dev.gatehouse.aws.iam.ListVirtualMFADevicesResponse;
import dev.gatehouse.iam.entity.IamErrors;
import dev.gatehouse.iam.repository.Catalog;
import dev.gatehouse.iam.repository.StoredUser;
import dev.gatehouse.kernel.ServiceException;
import dev.gatehouse.wire.RequestContext;
import dev.gatehouse.wire.Service;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What users have on AWS to sign in with beside access keys, and of which there is none here:
 * passwords, devices, certificates. Readers are told so, and who clears up finds nothing;
 * operations that make one are not there.
 */
public final class ConsoleAccess {
    private final Catalog<StoredUser> users;

    public ConsoleAccess(Catalog<StoredUser> users) {
        this.users = users;
    }

    /** Adds the operations to a service. */
    public void addTo(Service.Builder service) {
        addPasswords(service);
        addLists(service);
    }

    private void addPasswords(Service.Builder service) {
        service.on(
                        Iam.GET_LOGIN_PROFILE,
                        (context, input) -> {
                            throw noPassword(context, input.userName());
                        })
                .on(
                        Iam.DELETE_LOGIN_PROFILE,
                        (context, input) -> {
                            throw noPassword(context, input.userName());
                        })
                .on(
                        Iam.GET_ACCOUNT_PASSWORD_POLICY,
                        (context, _) -> {
                            throw noPasswordPolicy(context);
                        })
                .on(
                        Iam.DELETE_ACCOUNT_PASSWORD_POLICY,
                        (context, _) -> {
                            throw noPasswordPolicy(context);
                        });
    }

    private void addLists(Service.Builder service) {
        service.on(
                        Iam.LIST_MFA_DEVICES,
                        (context, input) -> {
                            require(context, input.userName());
                            return ListMFADevicesResponse.builder()
                                    .mfaDevices(List.of())
                                    .isTruncated(false)
                                    .build();
                        })
                .on(
                        Iam.LIST_VIRTUAL_MFA_DEVICES,
                        (_, _) ->
                                ListVirtualMFADevicesResponse.builder()
                                        .virtualMFADevices(List.of())
                                        .isTruncated(false)
                                        .build())
                .on(
                        Iam.LIST_SIGNING_CERTIFICATES,
                        (context, input) -> {
                            require(context, input.userName());
                            return ListSigningCertificatesResponse.builder()
                                    .certificates(List.of())
                                    .isTruncated(false)
                                    .build();
                        })
                .on(
                        Iam.LIST_SSH_PUBLIC_KEYS,
                        (context, input) -> {
                            require(context, input.userName());
                            return ListSSHPublicKeysResponse.builder()
                                    .sshPublicKeys(List.of())
                                    .isTruncated(false)
                                    .build();
                        })
                .on(
                        Iam.LIST_SERVICE_SPECIFIC_CREDENTIALS,
                        (context, input) -> {
                            require(context, input.userName());
                            return ListServiceSpecificCredentialsResponse.builder()
                                    .serviceSpecificCredentials(List.of())
                                    .build();
                        });
    }

    private void require(RequestContext context, @Nullable String user) {
        if (user != null) {
            users.get(context.account(), user);
        }
    }

    private ServiceException noPassword(RequestContext context, @Nullable String user) {
        require(context, user);
        return IamErrors.noSuchEntity("Login Profile for User " + user + " cannot be found.");
    }

    private static ServiceException noPasswordPolicy(RequestContext context) {
        return IamErrors.noSuchEntity(
                "The Password Policy with domain name " + context.account() + " cannot be found.");
    }
}
