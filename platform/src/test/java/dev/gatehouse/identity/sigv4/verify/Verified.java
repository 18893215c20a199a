package dev.gatehouse.identity.sigv4.verify;

import dev.gatehouse.identity.Credentials;
import dev.gatehouse.identity.sigv4.CredentialScope;

/**
 * A request whose signature is its key's.
 *
 * @param credentials whose it is
 * @param scope where it may act
 * @param payload the body, decoded when it came in signed chunks
 */
public record Verified(Credentials credentials, CredentialScope scope, Payload payload) {}
