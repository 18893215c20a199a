/**
 * Elastic Container Registry's repositories, with their policies and settings: what deployment
 * tools make and ask for. There is no registry behind them that images are pushed to.
 */
@NullMarked
package dev.gatehouse.ecr;

import org.jspecify.annotations.NullMarked;
