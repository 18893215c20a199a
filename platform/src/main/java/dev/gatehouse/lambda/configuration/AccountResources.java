package dev.gatehouse.lambda.configuration;

import dev.gatehouse.lambda.destination.DestinationRules;
import dev.gatehouse.lambda.encryption.CodeEncryption;
import dev.gatehouse.lambda.encryption.VariableEncryption;

/**
 * What of its account a function's configuration may name.
 *
 * @param roles which roles Lambda may act as
 * @param destinations where what comes of asynchronous events may go
 * @param encryption of variables, under keys of the account's
 * @param packages of packages, under keys of the account's
 * @param networks the account's
 */
public record AccountResources(
        ExecutionRoles roles,
        DestinationRules destinations,
        VariableEncryption encryption,
        CodeEncryption packages,
        Networks networks) {}
