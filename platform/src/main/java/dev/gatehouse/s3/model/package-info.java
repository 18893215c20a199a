/** How buckets, objects and uploads are kept, and what rejections of them say. */
@NullMarked
package dev.gatehouse.s3.model;

import org.jspecify.annotations.NullMarked;
