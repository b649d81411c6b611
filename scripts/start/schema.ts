/** Posts a schema to the control API: collections and indexes that are missing are created. */
export const applySchema = async (url: string, schema: unknown): Promise<void> => {
  const reply = await fetch(`${url}/__world/database/schema`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(schema),
  })
  if (!reply.ok) throw new Error(`schema.json was refused: ${await reply.text()}`)
}
