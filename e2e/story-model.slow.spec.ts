import { startScriptedModel } from '../agents/test/llm/scripted-model.ts';
import { tellStory } from './story.ts';

tellStory('model', async () => {
  const model = await startScriptedModel();
  return {
    env: { OPENAI_BASE_URL: model.base('good'), OPENAI_MODEL: 'scripted', OPENAI_API_KEY: 'none' },
    stop: () => model.close(),
  };
});
