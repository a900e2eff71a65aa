import type { WireRequest } from '../../http.js';

/** How S3 is addressed: the bucket in the host name or first in the path, and bodies in chunks of their own framing. */

/** `bucket.s3.eu-west-1.amazonaws.com`, `bucket.s3-eu-west-1...`, `bucket.localhost:4566`; a bucket's name may hold dots. */
const VIRTUAL_HOST = /^(.+?)\.(?:s3[.-]|localhost(?::\d+)?$)/;

/** The request as the API model's URI templates have it: `/KEY`, with the bucket as a label and the operation's hint. */
export function normalise(request: WireRequest): WireRequest {
  const { bucket, path } = placeOf(request.headers['host'] ?? '', request.path);
  const hint = request.query['x-id'] ?? hintOf(request, bucket, path);
  return {
    ...request,
    path,
    ...(bucket === undefined ? {} : { labels: { Bucket: bucket } }),
    query: hint === undefined ? request.query : { ...request.query, 'x-id': hint },
    body: isChunked(request) ? unchunked(request.body) : request.body,
  };
}

/** The bucket in a host name or at the head of a path, and the path that is left. */
export function placeOf(host: string, path: string): { readonly bucket?: string; readonly path: string } {
  const inHost = VIRTUAL_HOST.exec(host)?.[1];
  if (inHost !== undefined) return { bucket: inHost, path };
  const [, bucket = '', rest = ''] = /^\/([^/]*)(.*)$/s.exec(path) ?? [];
  return bucket === '' ? { path: '/' } : { bucket: decoded(bucket), path: rest === '' ? '/' : rest };
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    // Left as it is, it is no bucket's name.
    return text;
  }
}

/** What the hint would say if the client had sent one: several operations share a method and a path. */
function hintOf({ method, query, headers }: WireRequest, bucket: string | undefined, path: string): string | undefined {
  if (bucket === undefined) return method === 'GET' ? 'ListBuckets' : undefined;
  if (path === '/') return undefined;
  const isCopy = headers['x-amz-copy-source'] !== undefined;
  const isPart = query['uploadId'] !== undefined;
  if (method === 'PUT' && isPart) return isCopy ? 'UploadPartCopy' : 'UploadPart';
  if (method === 'PUT') return isCopy ? 'CopyObject' : 'PutObject';
  if (method === 'GET') return isPart ? 'ListParts' : 'GetObject';
  if (method === 'DELETE') return isPart ? 'AbortMultipartUpload' : 'DeleteObject';
  return undefined;
}

function isChunked({ headers }: WireRequest): boolean {
  return (
    (headers['x-amz-content-sha256'] ?? '').startsWith('STREAMING-') ||
    (headers['content-encoding'] ?? '').split(',').some((each) => each.trim() === 'aws-chunked')
  );
}

/** `SIZE-IN-HEX;chunk-signature=...CRLF BYTES CRLF`, and a chunk of size zero before the trailers. */
function unchunked(body: Uint8Array): Uint8Array {
  const bytes = Buffer.from(body);
  const chunks: Buffer[] = [];
  for (let at = 0; at < bytes.length; ) {
    const lineEnd = bytes.indexOf('\r\n', at);
    const size = Number.parseInt(bytes.toString('latin1', at, lineEnd < 0 ? bytes.length : lineEnd), 16);
    if (lineEnd < 0 || !(size > 0)) break;
    chunks.push(bytes.subarray(lineEnd + 2, lineEnd + 2 + size));
    at = lineEnd + 2 + size + 2;
  }
  return new Uint8Array(Buffer.concat(chunks));
}
