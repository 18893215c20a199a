/**
 * What roles, users and policies are made of: names and ids, tags, documents, pages and rejections.
 */
@NullMarked
package dev.gatehouse.iam.entity;

import org.jspecify.annotations.NullMarked;
